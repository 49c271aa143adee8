import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { asTenant } from '../../db/database.ts';
import { minuteMs } from '../../domain/time.ts';
import { type Check, type Finding, type Keepers, settlingMinutes } from './finding.ts';
import { type Fact, type Kind, kinds } from './kinds.ts';

/** Ids in one question, to the database or to Temporal. */
const batch = 200;
const firstId = '00000000-0000-0000-0000-000000000000';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Of running workflows that no fact stands behind, more than this many and this share speak of another database, not of strays. */
const strays = { most: 10, share: 0.01 };

/** Enrolled devices, orders under way and waiting mails whose workflow does not run. */
export const factsWithoutWorkflow: Check = async function* (keepers, now) {
  const before = new Date(now.getTime() - settlingMinutes * minuteMs);
  for (const kind of kinds) {
    for (let after = firstId; ; ) {
      const ids = await kind.living(keepers.db, after, before, batch);
      if (ids.length === 0) break;
      after = ids.at(-1)!;
      yield* missingOf(keepers, kind, ids);
    }
  }
};

async function* missingOf({ db, client }: Keepers, kind: Kind, ids: string[]): AsyncGenerator<Finding> {
  const names = ids.map((id) => `'${kind.prefix}${id}'`).join(', ');
  const running = new Set<string>();
  for await (const { workflowId } of client.workflow.list({
    query: `WorkflowType = '${kind.workflowType}' AND ExecutionStatus = 'Running' AND WorkflowId IN (${names})`,
  }))
    running.add(workflowId.slice(kind.prefix.length));
  for (const id of ids.filter((each) => !running.has(each))) {
    // The list is a moment behind; the description is exact.
    const last = await describe(client, kind.prefix + id);
    if (last?.status.name === 'RUNNING') continue;
    // What ended meanwhile has nothing to tell any more.
    const [telling] = await asTenant(db, 'all', (tx) => kind.tell(tx, [id]));
    if (telling) yield missing(kind, telling.workflowId, last, { does: 'tell', telling });
  }
}

function missing(
  { restartable }: Kind,
  subject: string,
  last: WorkflowExecutionDescription | undefined,
  repair: Finding['repair'],
): Finding {
  if (!last) return { subject, says: 'It has no workflow.', repair };
  const ended = last.closeTime?.toISOString();
  if (last.status.name !== 'COMPLETED')
    return { subject, says: `Its workflow was ended before its time (${last.status.name}, ${ended}).`, repair };
  const says = `Its workflow came to its end on ${ended}, yet the database has it under way: it may have been restored to an earlier time.`;
  return restartable
    ? { subject, says, repair }
    : { subject, says: `${says} Find out what was done before requeue starts it again.` };
}

async function describe(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/**
 * Workflows that run for what no fact is on record of. They are ended when they are few; `all`: however many they are, when a restore
 * is known to have made the facts older than Temporal's store.
 */
export const workflowsWithoutFacts = (end: 'few' | 'all'): Check =>
  async function* (keepers) {
    const unknown: string[] = [];
    let running = 0;
    for await (const { kind, ids, facts } of runningWithFacts(keepers)) {
      const known = new Set(facts.map(({ id }) => id));
      running += ids.length;
      unknown.push(...ids.filter((id) => !known.has(id)).map((id) => kind.prefix + id));
    }
    const safe = end === 'all' || unknown.length <= Math.max(strays.most, strays.share * running);
    for (const workflowId of unknown)
      yield safe
        ? {
            subject: workflowId,
            says: 'It runs, and the database does not know it.',
            repair: { does: 'end', workflowId, because: 'the database does not know it' },
          }
        : {
            subject: workflowId,
            says: `It is one of ${unknown.length} of ${running} that run and that the database does not know: it was restored to an earlier time, or is another one. If that was meant, requeue ends them.`,
          };
  };

/** Workflows that run on although their matter is over. */
export const workflowsThatOutlive: Check = async function* (keepers) {
  for await (const { kind, facts } of runningWithFacts(keepers)) {
    for (const { id, accountId } of facts.filter(({ living }) => !living)) {
      const workflowId = kind.prefix + id;
      const messages = kind.lookAgain(id);
      yield {
        subject: workflowId,
        says: 'It runs on although its matter is over.',
        repair: { does: 'tell', telling: { accountId, workflowId, messages } },
      };
    }
  }
};

async function* runningWithFacts({
  client,
  db,
}: Keepers): AsyncGenerator<{ kind: Kind; ids: string[]; facts: Fact[] }> {
  for (const kind of kinds) {
    let ids: string[] = [];
    // The list first, then the facts: a workflow only ever starts after its facts were stored.
    for await (const { workflowId } of client.workflow.list({
      query: `WorkflowType = '${kind.workflowType}' AND ExecutionStatus = 'Running'`,
    })) {
      const id = workflowId.slice(kind.prefix.length);
      if (workflowId.startsWith(kind.prefix) && uuid.test(id)) ids.push(id);
      if (ids.length === batch) {
        yield { kind, ids, facts: await kind.facts(db, ids) };
        ids = [];
      }
    }
    if (ids.length > 0) yield { kind, ids, facts: await kind.facts(db, ids) };
  }
}
