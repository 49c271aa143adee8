import fc, { type IAsyncProperty } from 'fast-check';
import type { Config } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { beginsAt, type Customer, makeCustomer, slotKeys } from './customer.ts';
import { Expected } from './expected.ts';
import { adjust, become, cancel, count, decide, enrol, job, move, replace } from './people-steps.ts';
import { read, readLate, silence, swap, wait } from './printer-steps.ts';
import { Product } from './product.ts';
import type { Step } from './step.ts';
import { answer, say, sayAgain } from './warehouse-steps.ts';

const device = fc.integer({ min: 0, max: 2 });
const order = fc.constantFrom(0, 0, 0, 1, 2);
const key = fc.constantFrom(...slotKeys);
const use = fc.record({ K: fc.constantFrom(0, 5, 20, 60), W: fc.constantFrom(0, 5, 30) });
const lines = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 2 });
const quantity = fc.integer({ min: 1, max: 5 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const often = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** Few parcels and small quantities, so that one word meets another. */
const saying = fc.record({
  order,
  type: fc.constantFrom('shipped', 'shipped', 'shipped', 'backordered', 'available', 'delivered', 'lost', 'returned'),
  lines: rarely(lines),
  quantity: often(fc.constantFrom(1, 1, 2, 3, 5)),
  box: often(fc.constantFrom(0, 0, 0, 1, 2)),
  minutesAgo: rarely(fc.constantFrom(60, 1500)),
  expectedIn: rarely(fc.integer({ min: -3, max: 15 })),
});

const becoming = fc.constantFrom('enrolled', 'paused', 'unenrolled', 'retired');

/** What can happen, and how often against each other. */
const weighted: [number, fc.Arbitrary<Step>][] = [
  [4, fc.tuple(device, use).map((of) => read(...of))],
  [1, fc.tuple(device, fc.constantFrom(30, 200)).map((of) => readLate(...of))],
  [3, fc.tuple(device, key).map((of) => swap(...of))],
  [3, fc.constantFrom(1, 7, 25, 72).map(wait)],
  [1, fc.constantFrom(8, 16, 35).map(silence)],
  [16, saying.map(say)],
  [1, fc.constant(undefined).map(sayAgain)],
  [1, fc.tuple(order, fc.nat(2), fc.boolean()).map((of) => answer(...of))],
  [2, fc.tuple(order, fc.option(lines), fc.constantFrom(null, 0, 1)).map((of) => cancel(...of))],
  [1, fc.tuple(order, fc.boolean()).map((of) => decide(...of))],
  [2, fc.tuple(device, key, quantity).map((of) => job(...of))],
  [1, fc.tuple(device, key, fc.integer({ min: 0, max: 3 })).map((of) => count(...of))],
  [1, fc.tuple(device, key, fc.integer({ min: -2, max: 2 })).map((of) => adjust(...of))],
  [1, fc.tuple(device, becoming).map((of) => become(...of))],
  [1, fc.tuple(device, fc.boolean()).map((of) => move(...of))],
  [1, fc.tuple(device, device).map((of) => replace(...of))],
  [1, fc.tuple(device, fc.nat(1), fc.constantFrom(null, 0, 2)).map((of) => enrol(...of))],
];

const anyStep = weighted.flatMap(([weight, arbitrary]) => Array.from({ length: weight }, () => arbitrary));
const mostSteps = 20;

/** How a run begins: with nothing, or with an order that somebody has made, that is about to leave, or that the warehouse has. */
const beginnings: Step[][] = [
  [],
  [read(0, { K: 20, W: 0 })],
  [read(0, { K: 20, W: 0 }), wait(25)],
  [job(0, 'K', 3), wait(25)],
  [read(2, { K: 5, W: 20 }), job(2, 'K', 2), wait(25)],
  [job(0, 'K', 3), wait(25), say({ order: 0, type: 'shipped', quantity: 2, box: 0 }), become(0, 'retired')],
  [job(0, 'K', 2), wait(25), say({ order: 0, type: 'shipped', quantity: 1, box: 0 }), move(0, false)],
];
const beginning = fc.constantFrom(...beginnings);

const steps = (replayPath: string | undefined) =>
  fc.commands(anyStep, { maxCommands: mostSteps, size: 'max', ...(replayPath ? { replayPath } : {}) }) as fc.Arbitrary<
    Iterable<Step>
  >;

/** A database with the customer in it; runs take back whatever they do. */
export interface Bench {
  /** Runs these steps on the product and on what is expected of it, and throws where the two part. */
  play(steps: Iterable<Step>): Promise<void>;
  /** Runs and steps so far, those of shrinking with them. */
  readonly played: { runs: number; steps: number };
  property(replayPath?: string): IAsyncProperty<[Step[], Iterable<Step>]>;
  close(): Promise<void>;
}

class TakenBack extends Error {}

/** @param config Names an empty, migrated database and its owner, who may speak for both roles. */
export async function openBench(config: Config): Promise<Bench> {
  const database = openDatabase(config.database.ownerUrl, { name: 'model', poolSize: 1 });
  const customer: Customer = await makeCustomer(database);
  const played = { runs: 0, steps: 0 };
  const play = async (steps: Iterable<Step>) => {
    played.runs += 1;
    try {
      await database.db.transaction(async (tx) => {
        const model = new Expected(customer, beginsAt);
        await fc.asyncModelRun(() => ({ model, real: new Product(tx, customer, config) }), counted(steps));
        throw new TakenBack();
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
    }
  };
  function* counted(steps: Iterable<Step>): Iterable<Step> {
    for (const step of steps) {
      played.steps += 1;
      yield step;
    }
  }
  return {
    play,
    played,
    property: (replayPath) =>
      fc.asyncProperty(beginning, steps(replayPath), async (first, next) => {
        await play([...first, ...next]);
      }),
    close: () => database.close(),
  };
}
