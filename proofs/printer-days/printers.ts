import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { NormalForm, Supply } from '../../agent/normal-form.ts';
import { poll } from '../../agent/poll.ts';
import { findIppeveprinter, readIppeveprinter } from '../../agent/recordings/ippeveprinter.ts';
import { findSnmpsim, startReplay } from '../../agent/recordings/snmpsim.ts';
import type { AgentSettings } from '../../agent/settings.ts';
import { copyRecording } from './recorded-printer.ts';

/** A printer that a real program plays, whose black toner and page counter go on from day to day. */
export interface DailyPrinter {
  name: string;
  /** The slot that empties. */
  slot: string;
  kind: 'toner' | 'ink';
  /** As it is read for the first time. */
  first: NormalForm & { maker: string; serial: string };
  /** Reads it with so much left (per cent), and so many pages more than at first. */
  read(percent: number, pages: number, takenAt: Date): Promise<NormalForm>;
}

const ending = '.snmprec';
const timeoutMs = 5000;

/** Every recording of the folder that names itself and whose gauge can be counted down, served by one snmpsim. */
export async function recordedPrinters(folder: string, settings: AgentSettings, say: (line: string) => void) {
  const program = findSnmpsim(settings.snmpsim, settings.searchPath);
  const own = mkdtempSync(join(tmpdir(), 'replenish-printer-days-'));
  const served = join(own, 'snmp');
  mkdirSync(served);
  const files = readdirSync(join(folder, 'snmp')).filter((file) => file.endsWith(ending));
  const names = files.map((file) => basename(file, ending));
  const copies = new Map(names.map((name) => [name, copyRecording(join(folder, 'snmp', name + ending), served, name)]));
  const replay = await startReplay(program, served, names[0]!);
  const printers: DailyPrinter[] = [];
  const read = (name: string, at: Date) => poll({ snmp: { ...replay.access, timeoutMs, community: name } }, at);
  for (const [name, copy] of copies) {
    const first = await read(name, new Date());
    const supply = first.supplies.find(canEmpty);
    if (!first.maker || !first.serial || !supply) {
      say(`${name}: ${supply ? 'tells no serial number' : 'no gauge of toner or ink that counts'}; left out`);
      continue;
    }
    printers.push({
      name,
      slot: supply.index,
      kind: supply.kind?.startsWith('ink') ? 'ink' : 'toner',
      first: { ...first, maker: first.maker, serial: first.serial },
      read(percent, pages, takenAt) {
        copy.setLevel(supply.index, Math.round((supply.raw.capacity! * percent) / 100));
        copy.countPages(pages);
        return read(name, takenAt);
      },
    });
  }
  return {
    printers,
    async stop() {
      await replay.stop();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

const canEmpty = ({ class: sense, kind, raw }: Supply) =>
  sense === 'consumed' &&
  ['toner', 'tonerCartridge', 'ink', 'inkCartridge'].includes(kind ?? '') &&
  (raw.level ?? -1) >= 0 &&
  (raw.capacity ?? 0) >= 50;

/** CUPS' own printer, which is started anew for each reading: it takes its attributes when it starts. */
export async function cupsPrinter(settings: AgentSettings): Promise<DailyPrinter | undefined> {
  const program = findIppeveprinter(settings.searchPath);
  if (!program) return undefined;
  const impressions = 12_345;
  const read = (percent: number, pages: number, takenAt: Date) =>
    readIppeveprinter(program, settings.preload, { black: percent, impressions: impressions + pages, takenAt });
  const first = await read(70, 0, new Date());
  const { maker, serial } = first;
  return { name: 'ippeveprinter', slot: '1', kind: 'toner', first: { ...first, maker: maker!, serial: serial! }, read };
}
