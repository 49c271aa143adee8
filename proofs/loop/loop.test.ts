import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { smtpSender } from '../../mail/transport.ts';
import { type MailCatcher, startMailCatcher } from '../../servers/mail-catcher.ts';
import { repeatsOf } from './checks.ts';
import { type Device, daysBefore, readingOf } from './fleet.ts';
import { openSmtpTap, type SmtpTap } from './smtp-tap.ts';

let catcher: MailCatcher;
let tap: SmtpTap;
beforeAll(async () => {
  const dir = join(mkdtempSync(join(inject('runFolder'), 'tap-')), 'mails');
  mkdirSync(dir);
  catcher = await startMailCatcher({ port: 0, dir });
  tap = await openSmtpTap(Number(new URL(catcher.smtpUrl).port));
});
afterAll(async () => {
  await tap.stop();
  await catcher.stop();
});

function send(messageId: string): Promise<unknown> {
  const address = { name: 'Ada', address: 'ada@example.com' };
  const text = { subject: 'Hello', text: 'Hello', html: '<p>Hello</p>', replyTo: address.address };
  const sender = smtpSender(`smtp://127.0.0.1:${tap.port}`);
  return sender.send({ ...text, messageId, from: address, to: address, headers: {}, date: new Date() });
}

test('a mail is said again because its answer was lost, or for no good reason', async () => {
  tap.dropAnswers = true;
  await expect(send('<lost@example.com>')).rejects.toThrow();
  tap.dropAnswers = false;
  await send('<lost@example.com>');
  await send('<needless@example.com>');
  await expect.poll(() => tap.handed.at(-1)?.heard).toBe(true);
  await send('<needless@example.com>');
  const reasons = (killedAtMs: number[]) => repeatsOf(tap.handed, killedAtMs).map(({ because }) => because);
  expect(reasons([])).toEqual(['no answer to DATA', null]);
  const taken = tap.handed.find(({ messageId }) => messageId === '<needless@example.com>')!;
  expect(reasons([taken.atMs + 100])).toEqual(['no answer to DATA', 'the sender was killed as it heard the answer']);
  expect(reasons([taken.atMs - 100])).toEqual(['no answer to DATA', null]);
  expect(await catcher.mails()).toHaveLength(4);
});

test('a gauge falls evenly, and an empty cartridge is changed', () => {
  const today = new Date('2026-03-10T08:00:00Z');
  const device = { serial: 'D', perDay: 8, leftToday: 10 } as Device;
  const percent = (daysAgo: number) => readingOf(device, daysBefore(today, daysAgo), today).levels[0]!.level.percent;
  expect([0, 1, 11, 12].map(percent)).toEqual([10, 18, 98, 6]);
});
