/** One short workflow per mail: what waits, since when and why, is seen like everything else. */
export const mailWorkflowType = 'mailWorkflow';
export const mailWorkflowId = (noticeId: string) => `mail/${noticeId}`;

export interface MailInput {
  noticeId: string;
  accountId: string;
  noticeKind: string;
  /** ISO instant before which it stays; reminders leave at 09:00 site time (A16). */
  leavesAt: string;
}
