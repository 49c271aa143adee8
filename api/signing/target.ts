import { Type } from 'typebox';
import { addressRule } from '../../outgoing/addresses.ts';
import { type OutgoingPolicy, type TargetFault, targetFault } from '../../outgoing/target.ts';
import { unprocessable } from '../errors/problem.ts';
import type { Words } from '../language.ts';

/** A URL that we are to call. */
export const targetUrl = Type.String({
  format: 'line',
  minLength: 1,
  maxLength: 1000,
  description: 'https, on the internet; without user, password or fragment. Redirects are not followed.',
});

const words: Record<TargetFault, Words> = {
  'not-a-url': {
    en: 'must be a URL such as https://erp.example.com/replenish',
    fr: 'doit être une URL comme https://erp.example.com/replenish',
  },
  'not-https': { en: 'must start with https://', fr: 'doit commencer par https://' },
  'with-credentials': {
    en: 'must hold neither user nor password: what we send is signed instead',
    fr: 'ne doit contenir ni utilisateur ni mot de passe : ce que nous envoyons est signé',
  },
  'with-fragment': { en: 'must have no fragment (#…)', fr: 'doit être sans fragment (#…)' },
  'private-address': {
    en: 'must not be a private, loopback or link-local address',
    fr: 'ne doit pas être une adresse privée, de bouclage ou de lien local',
  },
};

/** Refuses a URL that could never be called; what its name resolves to is judged at each call. */
export function targetCheck(policy: OutgoingPolicy): (url: string) => void {
  const mayConnect = addressRule(policy.networks);
  return (url) => {
    const fault = targetFault(url, policy, mayConnect);
    if (fault) throw unprocessable({ pointer: '/url', detail: words[fault] });
  };
}
