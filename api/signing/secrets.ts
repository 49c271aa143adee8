import { type Static, Type } from 'typebox';
import { hourMs } from '../../domain/time.ts';
import type { StoredSecrets } from '../../outgoing/live-secrets.ts';
import type { Seal } from '../../outgoing/sealed.ts';
import { newSigningSecret } from '../../outgoing/signature.ts';
import { conflict } from '../errors/problem.ts';
import { id, nullable, object, version } from '../schemas/common.ts';
import type { Answer } from '../work/answer.ts';

/** What a signing secret is told with, once. */
export const SigningSecret = object(
  {
    id: id(),
    secret: nullable(
      Type.String({
        description:
          'Signs what we send (Standard Webhooks, `v1`). Told once: null in a repeated answer; lost, it is replaced by `rotate`.',
      }),
    ),
    version,
  },
  { $id: 'SigningSecret', description: 'A new signing secret, told once.' },
);

export const SecretRotation = object(
  {
    graceHours: Type.Integer({
      minimum: 0,
      maximum: 720,
      default: 24,
      description: 'How long the present secret signs beside the new one; 0 ends it at once.',
    }),
  },
  { examples: [{ graceHours: 24 }] },
);

/** A first secret: as it is told, and as it is stored. `belongsTo`: what alone it opens for. */
export function firstSecret(seal: Seal, belongsTo: string): { plain: string; stored: { secret: string } } {
  const plain = newSigningSecret();
  return { plain, stored: { secret: seal.close(plain, belongsTo) } };
}

/** A new secret beside the present one. Refused while two are live: a receiver that has not changed over would be cut off unseen. */
export function nextSecret(
  seal: Seal,
  belongsTo: string,
  present: StoredSecrets,
  { graceHours }: Static<typeof SecretRotation>,
  now: Date,
): { plain: string; stored: StoredSecrets } {
  if (graceHours > 0 && present.previousSecret && present.previousUntil && present.previousUntil > now) {
    throw conflict({
      en: `Two secrets are live until ${present.previousUntil.toISOString()}; with graceHours 0 both end now.`,
      fr: `Deux secrets sont valables jusqu’au ${present.previousUntil.toISOString()} ; avec graceHours 0, les deux cessent.`,
    });
  }
  const { plain, stored } = firstSecret(seal, belongsTo);
  const kept = graceHours > 0;
  return {
    plain,
    stored: {
      ...stored,
      previousSecret: kept ? present.secret : null,
      previousUntil: kept ? new Date(now.getTime() + graceHours * hourMs) : null,
    },
  };
}

/** Told in the first answer only: what is kept for a repeated request is without it. */
export function tellSecret(of: { id: string; version: number }, secret: string): Omit<Answer, 'status'> {
  const body = { id: of.id, secret, version: of.version };
  return { body, bodyWhenRepeated: { ...body, secret: null } };
}
