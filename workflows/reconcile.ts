import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { housekeeping } from './policies.ts';

const { reconcile } = proxyActivities<Activities>(housekeeping);

/** Compares facts, workflows, books and mails; mends what is safe, leaves the rest as tasks (operations/reconcile/). */
export async function reconcileWorkflow(): ReturnType<Activities['reconcile']> {
  const outcomes = await reconcile({ now: new Date().toISOString() });
  const lines = outcomes.map(({ check, repaired, left, examples }) =>
    [`- **${check}**: ${repaired} mended, ${left} left to people`, ...examples.map((example) => `  - ${example}`)].join(
      '\n',
    ),
  );
  setCurrentDetails(lines.join('\n') || 'Everything agrees.');
  return outcomes;
}
