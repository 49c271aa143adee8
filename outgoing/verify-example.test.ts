import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newSigningSecret, signatureHeaders } from './signature.ts';

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;

async function exampleOfTheGuide(): Promise<Verify> {
  const guide = readFileSync(join(import.meta.dirname, '..', 'docs', 'erp.md'), 'utf8');
  const code = /```js\n([\s\S]+?)```/.exec(guide)![1]!;
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.verify;
}

test('the example in docs/erp.md believes what is ours, of now and with either secret, and nothing else', async () => {
  const verify = await exampleOfTheGuide();
  const [old, young] = [newSigningSecret(), newSigningSecret()];
  const message = { id: 'order/1/place/0', body: '{"type":"fulfilment.place"}', at: new Date() };
  const headers = signatureHeaders(message, [young, old]);
  for (const secret of [old, young])
    expect(verify(secret, headers, message.body)).toEqual({ type: 'fulfilment.place' });
  expect(() => verify(newSigningSecret(), headers, message.body)).toThrow('not genuine');
  expect(() => verify(old, headers, `${message.body} `)).toThrow('not genuine');
  expect(() => verify(old, { ...headers, 'webhook-timestamp': 'x' }, message.body)).toThrow('too old');
  const past = signatureHeaders({ ...message, at: new Date(Date.now() - 301_000) }, [old]);
  expect(() => verify(old, past, message.body)).toThrow('too old');
});
