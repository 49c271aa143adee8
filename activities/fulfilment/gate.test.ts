import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('no more than so many calls are under way at once to one server; others are not concerned', async () => {
  const gate = new Gate(2, 0);
  const { promise, resolve } = Promise.withResolvers<string>();
  const calls = [1, 2].map(() => gate.pass('slow', () => promise));
  await expect(gate.pass('slow', async () => 'too many')).rejects.toThrow('2 calls are under way');
  await expect(gate.pass('other', async () => 'fine')).resolves.toBe('fine');
  resolve('answered');
  expect(await Promise.all(calls)).toEqual(['answered', 'answered']);
  await expect(gate.pass('slow', async () => 'room again')).resolves.toBe('room again');
});

test('after a call without an answer nobody calls for a while; whoever is turned away is told why', async () => {
  const gate = new Gate(2, 300);
  let called = 0;
  const failing = () => gate.pass('away', async () => Promise.reject(new Error(`refused ${++called}`)));
  await expect(failing()).rejects.toThrow('refused 1');
  await expect(failing()).rejects.toThrow('a moment ago: refused 1');
  expect(called).toBe(1);
  await new Promise((done) => setTimeout(done, 350));
  await expect(gate.pass('away', async () => 'back')).resolves.toBe('back');
});

test('whoever is turned away comes back once the gate is open again, within five seconds of it', async () => {
  const gate = new Gate(2, 3000);
  await expect(gate.pass('away', async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  for (let i = 0; i < 50; i++) {
    const { nextRetryDelay } = await gate.pass('away', async () => 'never').then(expect.unreachable, (error) => error);
    expect(nextRetryDelay).toBeGreaterThan(2000);
    expect(nextRetryDelay).toBeLessThanOrEqual(8000);
  }
});
