import { condition, continueAsNew, proxySinks, type Sinks, setHandler } from '@temporalio/workflow';
import { type CountInput, readingsSignal } from './contract.ts';

export interface CountSinks extends Sinks {
  bench: { counted(): void };
}

const { bench } = proxySinks<CountSinks>();

/** The floor: it hears of readings as the device's workflow does, and counts them. */
export async function countWorkflow(input: CountInput): Promise<void> {
  let { readings } = input;
  let signals = 0;
  setHandler(readingsSignal, ({ count }) => {
    readings += count;
    signals += 1;
    bench.counted();
  });
  await condition(() => signals >= input.signalsPerRun);
  await continueAsNew<typeof countWorkflow>({ ...input, readings });
}
