import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { automaticHeaders, identityOf } from './headers.ts';
import { type OutgoingMail, PermanentRefusal, smtpSender } from './transport.ts';

const quick = { connectMs: 2_000, silenceMs: 400, totalMs: 3_000 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real SMTP server on a free port; `received` fills with what it has taken. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: ParsedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, _session, callback) {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        callback();
      }, callback);
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closing.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  return { received, url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}` };
}

/** A listener that answers as scripted, for what a well-behaved server never does. */
async function startScripted(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

const mail: OutgoingMail = {
  ...identityOf(
    { kind: 'shipped', factKey: 'order/42/shipped/1Z', thread: 'order/42', resends: 0 },
    'provider.example',
  ),
  from: { name: 'Papeterie Réunie', address: 'replenish@provider.example' },
  to: { name: 'Zoé Lefèvre', address: 'zoe@customer.example' },
  replyTo: 'support@provider.example',
  subject: 'Commande n° 42',
  html: '<p>Envoyée</p>',
  text: 'Envoyée — 3 €',
  headers: automaticHeaders('fr'),
  date: new Date('2026-11-22T08:00:00Z'),
};

/** Sends through a sender of its own and tells what came of it. */
async function attempt(url: string, outgoing = mail): Promise<unknown> {
  const sender = smtpSender(url, quick);
  try {
    return await sender.send(outgoing);
  } catch (error) {
    return error;
  } finally {
    sender.close();
  }
}

describe('a mail that is taken', () => {
  test('arrives as written, with its identity, thread and headers', async () => {
    const server = await startServer();
    expect(await attempt(server.url)).toBe('sent');
    const [got] = server.received;
    expect(got).toMatchObject({
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      subject: 'Commande n° 42',
      text: 'Envoyée — 3 €',
      html: '<p>Envoyée</p>',
      date: mail.date,
    });
    expect(got!.from!.value).toEqual([{ name: 'Papeterie Réunie', address: 'replenish@provider.example' }]);
    expect(got!.to).toMatchObject({ value: [{ name: 'Zoé Lefèvre', address: 'zoe@customer.example' }] });
    expect(got!.replyTo!.text).toBe('support@provider.example');
    expect(got!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(got!.headers.has('list-unsubscribe')).toBe(false);
    expect(got!.headers.has('x-mailer')).toBe(false);
  });

  test('has no header but its own, whatever names and subjects hold', async () => {
    const server = await startServer();
    const hostile = 'a\r\nBcc: thief@elsewhere.example\r\n\r\n<script>';
    const outgoing = { ...mail, subject: hostile, to: { name: hostile, address: mail.to.address } };
    expect(await attempt(server.url, outgoing)).toBe('sent');
    const [got] = server.received;
    expect(got!.headers.has('bcc')).toBe(false);
    expect(got!.to).toMatchObject({ value: [{ address: 'zoe@customer.example' }] });
    expect(got!.html).toBe('<p>Envoyée</p>');
  });
});

describe('A11: a permanent refusal', () => {
  test('of the recipient comes with the code and the server’s words', async () => {
    const server = await startServer({
      onRcptTo: (_address, _session, callback) => callback(reply(550, '5.1.1 no such mailbox')),
    });
    const refusal = await attempt(server.url);
    expect(refusal).toBeInstanceOf(PermanentRefusal);
    expect(refusal).toMatchObject({ code: 550, reply: '550 5.1.1 no such mailbox' });
  });

  test('of the mail after DATA is one too', async () => {
    const server = await startServer({
      onData(stream, _session, callback) {
        stream.resume().on('end', () => callback(reply(554, '5.7.1 not wanted')));
      },
    });
    expect(await attempt(server.url)).toMatchObject({ name: 'PermanentRefusal', code: 554 });
  });

  test('needs no server where the address is none', async () => {
    const server = await startServer();
    const outgoing = { ...mail, to: { name: 'Nobody', address: '' } };
    expect(await attempt(server.url, outgoing)).toMatchObject({ name: 'PermanentRefusal', code: null });
  });
});

describe('worth another try', () => {
  test.each([
    ['the recipient for now', { onRcptTo: (_a, _s, callback) => callback(reply(451, 'greylisted')) }, 451],
    [
      'the mail for now',
      {
        onData(stream, _s, callback) {
          stream.resume().on('end', () => callback(reply(452, 'disk full')));
        },
      },
      452,
    ],
    // Not the contact's fault, and mended by an operator: no mail may be lost over it.
    ['every sender', { onMailFrom: (_a, _s, callback) => callback(reply(530, 'log in first')) }, 530],
    ['every connection', { onConnect: (_s, callback) => callback(reply(554, 'go away')) }, 554],
  ] satisfies [string, SMTPServerOptions, number][])('a server that refuses %s', async (_what, options, code) => {
    const server = await startServer(options);
    const error = await attempt(server.url);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentRefusal);
    expect(error).toMatchObject({ responseCode: code });
  });

  test('a server that is not there', async () => {
    const url = await startScripted(() => {});
    await closing.pop()!();
    const error = await attempt(url);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentRefusal);
  });

  test('a server that says nothing, within the time allowed', async () => {
    const url = await startScripted(() => {});
    const startedMs = performance.now();
    const error = await attempt(url);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentRefusal);
    expect(performance.now() - startedMs).toBeLessThan(quick.totalMs + 1_000);
  });

  test('a server that drips a byte now and then cannot hold a mail beyond the time allowed', async () => {
    const url = await startScripted((socket) => {
      socket.write('220-hello\r\n');
      const drip = setInterval(() => socket.write('220-still here\r\n'), 100);
      socket.on('close', () => clearInterval(drip));
    });
    const startedMs = performance.now();
    const error = await attempt(url);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentRefusal);
    expect(performance.now() - startedMs).toBeLessThan(quick.totalMs + 1_000);
  });

  test('a server that takes the mail and does not answer: the repeat is the same mail', async () => {
    let silent = true;
    const received: ParsedMail[] = [];
    const server = await startServer({
      onData(stream, _session, callback) {
        simpleParser(stream).then((got) => {
          received.push(got);
          if (!silent) callback();
        }, callback);
      },
    });
    const error = await attempt(server.url);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PermanentRefusal);
    silent = false;
    expect(await attempt(server.url)).toBe('sent');
    expect(received.map(({ messageId }) => messageId)).toEqual([mail.messageId, mail.messageId]);
  });
});

test('a password does not cross a network in the clear, even where the server offers no TLS', async () => {
  const server = await startServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
  const port = new URL(server.url).port;
  // Not loopback by name; the operating system still routes 0.0.0.0 to this machine.
  const error = await attempt(`smtp://user:secret@0.0.0.0:${port}`);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ code: 'ETLS' });
  expect(server.received).toEqual([]);
});
