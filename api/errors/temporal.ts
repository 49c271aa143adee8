import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { sayReason } from '../../domain/reasons.ts';
import type { Words } from '../language.ts';
import { unavailable } from './database.ts';
import { conflict, Problem } from './problem.ts';

/** A11: at the deadline exactly, and after it. */
export const tooLate = (): Problem =>
  new Problem('too-late', {
    en: sayReason({ code: 'cancel-too-late' }, 'en'),
    fr: sayReason({ code: 'cancel-too-late' }, 'fr'),
  });

/** Types of failure by which a workflow's update says no; each is thrown in workflows/. */
const refusals: Record<string, () => Problem> = {
  'too-late': tooLate,
  Refused: () =>
    conflict({
      en: 'The process of this device or order refuses it in its present state.',
      fr: 'Le processus de cet appareil ou de cette commande le refuse dans son état actuel.',
    }),
};

const ended: Words = {
  en: 'Its process has ended: nothing of it can be changed any more.',
  fr: 'Son processus est terminé : plus rien n’en peut être modifié.',
};

const temporalAway: Words = {
  en: 'The workflow service does not answer.',
  fr: 'Le service des processus ne répond pas.',
};

/** What Temporal's refusal means to a caller who saw the thing itself, so that its workflow ought to be there. */
export function temporalProblem(error: unknown): Problem | undefined {
  if (error instanceof WorkflowNotFoundError) return conflict(ended);
  if (error instanceof WorkflowUpdateFailedError) {
    const refusal = error.cause instanceof ApplicationFailure ? refusals[error.cause.type ?? ''] : undefined;
    return refusal?.();
  }
  const away =
    error instanceof ServiceError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    isGrpcServiceError(error);
  return away ? unavailable(temporalAway, error) : undefined;
}
