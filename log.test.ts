import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { loggedError, withoutValues } from './log.ts';

/** As PostgreSQL's driver and Drizzle make it, with a value that looks like a part of a stack. */
const failed = () =>
  new DrizzleQueryError(
    'select 1 from "contacts" where "email" = $1',
    ['a@b.example\n    at home'],
    Object.freeze(Object.assign(new Error('invalid input syntax for type uuid: "a@b.example"'), { code: '22P02' })),
  );

test('what is logged of a failed query is its statement, where it failed and why, not its values', () => {
  const logged = loggedError(new Error('the device is not known', { cause: failed() }));
  expect(logged).toMatchObject({
    message: 'the device is not known',
    cause: {
      message: 'Failed query: select 1 from "contacts" where "email" = $1',
      stack: expect.stringMatching(/^at failed .*log\.test\.ts/),
      cause: { code: '22P02', message: 'invalid input syntax for type uuid: "…"' },
    },
  });
  expect(JSON.stringify(logged)).not.toMatch(/a@b\.example|at home/);
});

test('an error that others keep holds them neither, and is otherwise the same', () => {
  const error = new TypeError('the device is not known', { cause: failed() });
  const { message, stack } = error;
  expect(withoutValues(error)).toBe(error);
  expect(error).toMatchObject({ message, stack });
  const cause = error.cause as Error;
  expect(cause.stack).toMatch(/select 1 .* = \$1\n {4}at failed .*log\.test\.ts/);
  const reason = cause.cause as Error;
  expect(`${cause.message}${cause.stack}${reason.message}${reason.stack}`).not.toMatch(/a@b\.example|at home/);
});
