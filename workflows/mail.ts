import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { MailInput } from './mail.contract.ts';
import { effect } from './policies.ts';

const { deliverMail } = proxyActivities<Activities>(effect);

/** One mail, at its time. A mail server that is away is tried until it is back; one that refuses for good makes a task. */
export async function mailWorkflow(input: MailInput): Promise<{ outcome: 'sent' | 'refused' | 'skipped' }> {
  const waitMs = Date.parse(input.leavesAt) - Date.now();
  setCurrentDetails(`${input.noticeKind} leaves at ${input.leavesAt}.`);
  if (waitMs > 0) await sleep(waitMs, { summary: 'leaves then' });
  return deliverMail({ noticeId: input.noticeId, now: new Date().toISOString() });
}
