import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher } from './mail-catcher.ts';

describe('the mail catcher', () => {
  let dir: string;
  let catcher: MailCatcher | undefined;

  const start = async (options: Partial<MailCatcherOptions> = {}) => {
    catcher = await startMailCatcher({ port: 0, pagePort: 0, dir, ...options });
    return catcher;
  };
  const send = (mail: object) =>
    createTransport(catcher!.smtpUrl).sendMail({
      from: 'supplies@provider.example',
      to: 'a@customer.example',
      ...mail,
    });
  const page = async (path = '/', init?: RequestInit) => {
    const response = await fetch(`${catcher!.pageUrl}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const firstLink = async () => /href="(\/mails\/[^"]+)"/.exec((await page()).text)![1]!;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'replenish-mails-'));
  });
  afterEach(async () => {
    await catcher?.stop();
    rmSync(dir, { recursive: true });
  });

  test('keeps what arrives over SMTP, with its real recipients, between runs', async () => {
    const seen: string[] = [];
    await start({ onMail: (mail) => seen.push(mail.subject) });
    await send({
      to: 'a@customer.example',
      bcc: 'b@customer.example',
      subject: 'Cartouches expédiées',
      text: 'Déjà en route.',
    });
    expect(seen).toEqual(['Cartouches expédiées']);
    await catcher?.stop();

    await start();
    expect(await catcher?.mails()).toMatchObject([
      {
        subject: 'Cartouches expédiées',
        text: 'Déjà en route.\n',
        recipients: ['a@customer.example', 'b@customer.example'],
        from: 'supplies@provider.example',
      },
    ]);
  });

  test('mails of one thread are told apart by how they begin', async () => {
    await start();
    const subject = 'Order no. 1';
    await send({ subject, messageId: '<1@provider.example>', text: 'Supplies are <ordered>\n\nHello' });
    await send({ subject, references: ['<1@provider.example>'], text: '\nA parcel is on its way\n\nHello' });
    for (const { text } of [await page(), await page(await firstLink())]) {
      expect(text).toMatch(/>Supplies are &lt;ordered&gt;</);
      expect(text).toMatch(/>A parcel is on its way</);
    }
  });

  test('lists the newest first, holds threads together by References, finds by recipient', async () => {
    await start();
    await send({ subject: 'Order 1 made', messageId: '<order-1@mail.example>' });
    await send({ subject: 'Something else', to: 'other@customer.example' });
    await send({ subject: 'Order 1 shipped', references: ['<order-1@mail.example>', '<x@mail.example>'] });
    const { text } = await page();
    const order = ['Order 1 made <span', 'Order 1 shipped', 'Order 1 made</span>', 'Something else'];
    expect(order.map((part) => text.indexOf(part)).every((at, i, all) => at > (all[i - 1] ?? -1))).toBe(true);
    expect(text).toContain('2 mails in this thread');

    const found = await page('/?to=OTHER%40');
    expect(found.text).toContain('Something else');
    expect(found.text).not.toContain('Order 1');
    expect((await page((await firstLink()) ?? '')).text).toContain('This thread, oldest first');
  });

  test('shows a mail as HTML, text, headers and attachments, and lets nothing of it run', async () => {
    await start();
    await send({
      subject: '<script>alert(1)</script>',
      html: '<p>Hello</p><script>alert(2)</script><img src="http://tracker.example/x.png">',
      text: 'Hello <b>',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [{ filename: 'étiquette.pdf', content: '%PDF-1.7 …', contentType: 'application/pdf' }],
    });
    const link = await firstLink();
    const mail = await page(link);
    expect(mail.text).not.toContain('<script>');
    expect(mail.text).toContain('Hello &lt;b&gt;');
    expect(mail.text).toMatch(/Auto-Submitted<\/th><td>auto-generated/);
    expect(mail.text).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox" title=/);
    expect(mail.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);

    const html = await page(`${link}/html`);
    expect(html.text).toContain('<base target="_blank"><p>Hello</p>');
    expect(html.headers.get('content-security-policy')).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/,
    );

    const attachment = await page(`${link}/attachments/0`);
    expect(attachment.text).toBe('%PDF-1.7 …');
    expect(attachment.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A9tiquette.pdf");
    expect((await page(`${link}/source`)).text).toMatch(
      /^Return-Path: <supplies@provider.example>\r\nDelivered-To: a@/,
    );
  });

  test('a stranger to the folder and unknown pages are answered plainly', async () => {
    await start();
    writeFileSync(join(dir, 'notes.txt'), 'not a mail');
    expect((await page()).text).toContain('0 mails');
    for (const path of [
      '/mails/x',
      '/mails/..%2f..%2fsecret/source',
      '/mails/x/html',
      '/mails/x/attachments/0',
      '/nowhere',
    ])
      expect((await page(path)).status, path).toBe(404);
  });

  test('has the mails as JSON, and deletes them all, but not for a page elsewhere', async () => {
    await start();
    await send({ subject: 'One', attachments: [{ filename: 'a.txt', content: 'hello' }] });
    const json = JSON.parse((await page('/api/mails?to=a@customer')).text);
    expect(json).toMatchObject([{ subject: 'One', attachments: [{ filename: 'a.txt', sizeBytes: 5 }] }]);

    const elsewhere = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await page('/delete', elsewhere)).status).toBe(403);
    expect(await catcher?.mails()).toHaveLength(1);
    expect((await page('/api/mails', { method: 'DELETE' })).status).toBe(204);
    await send({ subject: 'Two' });
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    expect((await page('/delete', { method: 'POST', headers: form })).text).toContain('0 mails');
    expect(await catcher?.mails()).toEqual([]);
  });

  test('divides many mails into pages', async () => {
    await start();
    const transport = createTransport({ url: catcher!.smtpUrl, pool: true } as object);
    for (let i = 1; i <= 51; i++)
      await transport.sendMail({
        from: 'x@provider.example',
        to: 'a@customer.example',
        subject: `Mail ${i}.`,
        text: '',
      });
    transport.close();
    const first = (await page()).text;
    expect(first).toContain('Mail 51.');
    expect(first).not.toContain('Mail 1.');
    expect(first).toContain('Page 1 of 2');
    expect((await page('/?to=&page=2')).text).toContain('Mail 1.');
  });

  test('refuses as it is told, for good or for now', async () => {
    await start({
      refuse: (to) =>
        ({
          'gone@x.example': { code: 550, message: 'no such user' },
          'full@x.example': { code: 452, message: 'mailbox full' },
        })[to],
    });
    await expect(send({ to: 'gone@x.example' })).rejects.toMatchObject({ responseCode: 550 });
    await expect(send({ to: 'full@x.example' })).rejects.toMatchObject({ responseCode: 452 });
    await send({ to: 'fine@x.example' });
    expect(await catcher?.mails()).toHaveLength(1);
  });
});
