import { asTenant } from '../../db/database.ts';
import { soundness } from '../../db/queries/soundness.ts';
import { queue, type Telling } from '../tellings.ts';
import type { Check, Finding, Keepers } from './finding.ts';
import { leaveTask } from './task.ts';
import { eventsNotDealtWith, mailsLate, messagesWaiting, readingsNotJudged, readingsNotTold } from './waiting.ts';
import { factsWithoutWorkflow, workflowsThatOutlive, workflowsWithoutFacts } from './workflows.ts';

/** What can be compared within the database alone. */
export const databaseChecks: Record<string, Check> = {
  'readings-not-told': readingsNotTold,
  'readings-not-judged': readingsNotJudged,
  'messages-waiting': messagesWaiting,
  'events-not-dealt-with': eventsNotDealtWith,
  'mails-late': mailsLate,
  ...booksChecks(),
};

function booksChecks(): Record<string, Check> {
  return Object.fromEntries(
    Object.entries(soundness).map(([name, query]) => [
      name,
      async function* ({ db }) {
        yield* await db.execute<{ subject: string; says: string }>(query);
      },
    ]),
  );
}

/** Everything that must agree: PostgreSQL's facts, Temporal's workflows, the books and the mails. */
export const allChecks: Record<string, Check> = {
  'facts-without-workflow': factsWithoutWorkflow,
  'workflows-without-facts': workflowsWithoutFacts('few'),
  'workflows-that-outlive': workflowsThatOutlive,
  ...databaseChecks,
};

/** What one check found. Plain JSON: the result of a workflow. */
export interface Outcome {
  check: string;
  repaired: number;
  /** Left to people, as one task while there is any. */
  left: number;
  /** The first few, in words. */
  examples: string[];
}

const mostExamples = 20;
const batch = 200;

/**
 * Compares all keepers of the truth with each other, mends what is safe, and leaves one task for each kind of disagreement that is not.
 * Run again at once, it finds nothing to mend. With `dryRun` it only says what it would do.
 */
export async function reconcile(
  keepers: Keepers,
  now: Date,
  {
    checks = allChecks,
    dryRun = false,
    tell = () => {},
  }: { checks?: Record<string, Check>; dryRun?: boolean; tell?: (check: string, finding: Finding) => void } = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const outcome: Outcome = { check: name, repaired: 0, left: 0, examples: [] };
    let tellings: Telling[] = [];
    for await (const finding of check(keepers, now)) {
      tell(name, finding);
      if (outcome.examples.length < mostExamples) outcome.examples.push(`${finding.subject}: ${finding.says}`);
      outcome[finding.repair ? 'repaired' : 'left']++;
      if (dryRun || !finding.repair) continue;
      if (finding.repair.does === 'end') await end(keepers, finding.repair);
      else tellings.push(finding.repair.telling);
      if (tellings.length >= batch) {
        await queueAll(keepers, tellings, now);
        tellings = [];
      }
    }
    await queueAll(keepers, tellings, now);
    if (!dryRun) await leaveTask(keepers.db, outcome, now);
    if (outcome.repaired + outcome.left > 0) outcomes.push(outcome);
  }
  return outcomes;
}

const queueAll = async ({ db }: Keepers, tellings: Telling[], now: Date): Promise<void> => {
  if (tellings.length > 0) await asTenant(db, 'all', (tx) => queue(tx, tellings, now));
};

/** One that has ended meanwhile needs no ending. */
async function end({ client }: Keepers, { workflowId, because }: { workflowId: string; because: string }) {
  const handle = client.workflow.getHandle(workflowId);
  const { status } = await handle.describe();
  if (status.name === 'RUNNING') await handle.terminate(because);
}
