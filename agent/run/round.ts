import type { Configuration } from '../configuration.ts';
import { each } from '../discover/pace.ts';
import { accessBy } from '../discover/ways.ts';
import type { NormalForm } from '../normal-form.ts';
import { poll } from '../poll.ts';
import { PrinterError } from '../printer-error.ts';
import { areTwoPrinters } from '../same-printer.ts';
import type { FactStore } from '../store/facts.ts';
import type { KnownPrinter, PrinterStore } from '../store/printers.ts';
import type { Queue } from '../store/queue.ts';
import { NotSendableError, type ReadingBody, toReading } from '../to-reading.ts';

export interface RoundParts {
  configuration: Configuration;
  printers: PrinterStore;
  queue: Queue;
  facts: FactStore;
}

/**
 * Reads every known printer once, each on its own: one that sleeps, answers slowly or talks rubbish costs its own time and
 * no other's. A reading is on the disk before the next printer is asked. A printer at two addresses is read once; two printers that tell
 * one serial number are both sent, the second with the first one's address, for people to tell apart.
 */
export async function readRound(
  { configuration, printers, queue, facts }: RoundParts,
  signal?: AbortSignal,
): Promise<void> {
  const began = performance.now();
  facts.set({ roundBeganAt: Date.now() });
  const seen = new Map<string, { reading: ReadingBody; from: KnownPrinter }>();
  let read = 0;
  let failed = 0;
  // A round that was broken off goes on with those that have waited longest.
  const inTurn = printers.all().sort((left, right) => (left.triedAt ?? 0) - (right.triedAt ?? 0));
  await each(
    inTurn,
    configuration.concurrency,
    async (printer) => {
      const outcome = await readOne(printer, configuration);
      const at = new Date();
      if ('error' in outcome) {
        failed += 1;
        printers.failed(printer.address, outcome.failure, outcome.error.message, at);
        return;
      }
      const { form, reading } = outcome;
      const identity = `${reading.device.maker}/${reading.device.serial}`;
      const first = seen.get(identity);
      if (!first) {
        seen.set(identity, { reading, from: printer });
        queue.add(reading);
        // Each way counts the slots in its own manner: only the same one can be compared.
      } else if ('ipp' in first.from.way === 'ipp' in printer.way && areTwoPrinters(first.reading, reading)) {
        queue.add({ ...reading, sameSerialAt: first.from.address });
      }
      read += 1;
      printers.read(
        printer.address,
        { name: [form.maker, form.model].filter(Boolean).join(' ') || null, serial: form.serial },
        at,
      );
    },
    signal,
  );
  facts.set({ roundEndedAt: Date.now(), roundMs: Math.round(performance.now() - began), read, failed });
}

type Outcome =
  | { form: NormalForm; reading: ReadingBody }
  | { failure: NonNullable<KnownPrinter['failure']>; error: Error };

async function readOne({ address, way }: KnownPrinter, configuration: Configuration): Promise<Outcome> {
  const tooLong = AbortSignal.timeout(configuration.printerSeconds * 1000);
  try {
    const access = accessBy(way, address, configuration);
    if (!access)
      throw new PrinterError('refused', 'The community or user by which it was read is no longer in agent.json.');
    const form = await poll(access, new Date(), tooLong);
    // What it told until then is not the whole.
    if (tooLong.aborted) return { failure: 'silent', error: tooSlow(configuration) };
    return { form, reading: toReading(form) };
  } catch (error) {
    if (tooLong.aborted) return { failure: 'silent', error: tooSlow(configuration) };
    if (error instanceof NotSendableError) return { failure: 'not-sendable', error };
    // Whatever a printer brings about is a matter of that printer.
    return { failure: error instanceof PrinterError ? error.failure : 'answer', error: error as Error };
  }
}

const tooSlow = ({ printerSeconds }: Configuration) =>
  new Error(`It answers so slowly that it was not read within ${printerSeconds} s.`);
