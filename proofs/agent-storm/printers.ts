/**
 * The printers of the storm, in a process of their own: argument is how many. Says its ports once; at the word “storm” each
 * begins to be what it is: fast, slow, dead or rubbish.
 */
import { entries } from '../../agent/snmp/printer-mib.ts';
import { type FakeObjects, type Misbehaviour, startFakeAgent } from '../../agent/testing/fake-agent.ts';
import { printerObjects } from '../../agent/testing/table-objects.ts';

/** Of twenty: one talks rubbish, two are dead, three are slow. */
const KINDS = ['rubbish', 'dead', 'dead', 'slow', 'slow', 'slow'] as const;
const SLOW_MS = 60;
const LIFE_COUNT = `${entries.marker}.4.1.1`;

let storm = false;

const COLOURS = ['Black', 'Cyan', 'Magenta', 'Yellow'];
const rows = Object.fromEntries(
  COLOURS.map((colour, i) => [
    `1.${i + 1}`,
    { class: 3, type: 3, description: `${colour} Toner`, unit: 19, capacity: 100, level: 20 + i },
  ]),
);

async function startPrinter(number: number): Promise<number> {
  const objects: FakeObjects = printerObjects(rows, {
    [`${entries.general}.17.1`]: `ST${String(number).padStart(6, '0')}`,
    [`${entries.marker}.3.1.1`]: 7,
    [LIFE_COUNT]: { counter: 0 },
  });
  const kind = KINDS[number % 20];
  let pages = 0;
  const odd = (): Misbehaviour => {
    // No two readings of a printer have the same count.
    pages += 1;
    objects[LIFE_COUNT] = { counter: pages };
    if (!storm || !kind) return undefined;
    if (kind === 'slow') return { lateMs: SLOW_MS };
    return kind === 'dead' ? 'silence' : { bytes: Buffer.from('this is no SNMP at all') };
  };
  const agent = await startFakeAgent({ public: objects }, () => {
    // Nobody looks at what was asked.
    agent.requests.length = 0;
    return odd();
  });
  return agent.port;
}

const ports = await Promise.all(Array.from({ length: Number(process.argv[2]) }, (_, i) => startPrinter(i)));
process.send!(ports);
process.on('message', () => {
  storm = true;
});
process.once('disconnect', () => process.exit());
