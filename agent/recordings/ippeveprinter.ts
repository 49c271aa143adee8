import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeTcpPort } from '../free-port.ts';
import { toIppAccess } from '../ipp/access.ts';
import { pollIpp } from '../ipp/poll.ts';
import type { NormalForm } from '../normal-form.ts';
import { type Comparison, compare, type TrueReading } from './compare.ts';

const PROGRAM = 'ippeveprinter';
const START_TIMEOUT_MS = 20_000;

/** What the printer is told to be: waste by CUPS' markers is how full it is, by printer-supply the room that remains. */
const attributesOf = (black: number, impressions: number) => `ATTR text printer-make-and-model "Corvid P900"
ATTR text printer-device-id "MFG:Corvid;MDL:P900;SN:00CV0007;"
ATTR name marker-names "Black Toner","Cyan Toner","Waste Box"
ATTR name marker-colors "#000000","#00FFFF","none"
ATTR keyword marker-types toner,toner,waste-toner
ATTR integer marker-levels ${black},-3,70
ATTR octetString printer-supply "index=1;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=${black};colorantname=black;","index=2;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=-3;colorantname=cyan;","index=3;class=receptacleThatIsFilled;type=wasteToner;unit=percent;maxcapacity=100;level=30;colorantname=none;"
ATTR text printer-supply-description "Black Toner","Cyan Toner","Waste Box"
ATTR integer printer-impressions-completed ${impressions}
`;

const toner = {
  type_or_inferred: 'toner',
  class_or_inferred: 'supplyThatIsConsumed',
  part_number_in_description: null,
};
const TRUTH: TrueReading = {
  file: PROGRAM,
  vendor: 'Corvid',
  model: 'P900',
  serial: '00CV0007',
  page_count: 12345,
  page_count_unit: 'impressions',
  supplies: [
    { ...toner, index: '1', description: 'Black Toner', colorant: 'black', status: 'known', percent_remaining: 42 },
    {
      ...toner,
      index: '2',
      description: 'Cyan Toner',
      colorant: 'cyan',
      status: 'some-remaining',
      percent_remaining: null,
    },
    {
      ...toner,
      index: '3',
      description: 'Waste Box',
      type_or_inferred: 'wasteToner',
      class_or_inferred: 'receptacleThatIsFilled',
      colorant: null,
      status: 'known',
      percent_remaining: 30,
    },
  ],
};

export function findIppeveprinter(searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .map((folder) => join(folder, PROGRAM))
    .find((file) => existsSync(file));
}

/**
 * Reads a printer of CUPS' own, which speaks real IPP. `preload`: a library that stands in for avahi, without which it does not
 * start on a machine that has none.
 */
export async function compareIppeveprinter(file: string, preload: string | undefined): Promise<Comparison> {
  try {
    return compare(TRUTH, await readIppeveprinter(file, preload));
  } catch (error) {
    return { file: PROGRAM, right: 0, all: TRUTH.supplies.length, differences: [(error as Error).message] };
  }
}

/** Starts the printer, reads it and ends it. `black`: what remains of its black toner, per cent; `impressions`: its counter. */
export async function readIppeveprinter(
  file: string,
  preload: string | undefined,
  { black, impressions, takenAt } = { black: 42, impressions: 12345, takenAt: new Date() },
): Promise<NormalForm> {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-ippeveprinter-'));
  const [port, attributes] = [await freeTcpPort(), join(folder, 'attributes.conf')];
  writeFileSync(attributes, attributesOf(black, impressions));
  const child = spawn(
    file,
    ['-p', String(port), '-n', 'localhost', '-d', folder, '-k', '-a', attributes, 'Corvid P900'],
    {
      stdio: 'ignore',
      ...(preload && { env: { LD_PRELOAD: preload } }),
    },
  );
  const gone = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`${PROGRAM} ended with ${code}; it needs avahi-daemon.`)),
  );
  try {
    return await Promise.race([readWhenReady(`ipp://localhost:${port}/ipp/print`, takenAt), gone]);
  } finally {
    gone.catch(() => undefined);
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readWhenReady(url: string, takenAt: Date): Promise<NormalForm> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await pollIpp(toIppAccess(url, 5000), takenAt);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}
