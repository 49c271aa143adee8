import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type CancelRequest, cancelUpdate, orderWorkflowId } from '../../workflows/order.contract.ts';
import { unavailable } from '../errors/database.ts';
import { conflict, unprocessable } from '../errors/problem.ts';
import { tooLate } from '../errors/temporal.ts';
import { askTemporal } from '../work/temporal.ts';
import type { OrderRow } from './find.ts';

/** Refusals of an order's workflow that are not a matter of time. */
const refusals = {
  'too-late': tooLate,
  'nothing-left': () => conflict({ en: 'Nothing of it is left to cancel.', fr: 'Il n’en reste rien à annuler.' }),
  'no-offer': () =>
    conflict({
      en: 'No spare is offered for it: leave out `instead`, or name lines with an offer.',
      fr: 'Aucune réserve n’est proposée pour elle : nommez des lignes qui ont une offre.',
    }),
  'spare-gone': () =>
    conflict({
      en: 'The spare is not there any more. Nothing was moved or cancelled.',
      fr: 'La réserve n’est plus là. Rien n’a été déplacé ni annulé.',
    }),
  'unknown-line': () =>
    unprocessable({
      pointer: '/lineIds',
      detail: { en: 'names a line of another order', fr: 'nomme une ligne d’une autre commande' },
    }),
};

/**
 * A11: cancels an order, or lines of it, within its hold, by an update of its workflow. The same `key` again gives the same answer.
 * Throws the problem that says why not.
 *
 * @returns ids of the lines cancelled
 */
export async function cancelOrder(
  temporal: Client | undefined,
  order: Pick<OrderRow, 'id' | 'state'>,
  request: CancelRequest,
): Promise<string[]> {
  // It is decided and shown, and nothing is ordered (A03).
  if (order.state === 'shadow') throw refusals['nothing-left']();
  try {
    const answer = await askTemporal(temporal, (client) =>
      client.workflow
        .getHandle(orderWorkflowId(order.id))
        .executeUpdate(cancelUpdate, { args: [request], updateId: request.key }),
    );
    if (answer.refused) throw refusals[answer.refused]();
    return answer.cancelledLineIds;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    if (order.state === 'closed' || order.state === 'cancelled') throw tooLate();
    throw unavailable(
      {
        en: 'The process of this order has not begun yet.',
        fr: 'Le processus de cette commande n’a pas encore commencé.',
      },
      error,
    );
  }
}
