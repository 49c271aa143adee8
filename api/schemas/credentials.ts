import { type Static, Type } from 'typebox';
import { roleNames, roles } from '../permissions.ts';
import { id, instant, line, nullable, object, oneOf, version } from './common.ts';

const roleList = roleNames.map((name) => `\`${name}\` (${roles[name].kind})`).join(', ');

const Secret = object({
  keyId: Type.String({ description: 'Stands in the token after `rp_`.' }),
  createdAt: instant(),
  expiresAt: nullable(instant()),
  revokedAt: nullable(instant()),
});

export const Credential = object(
  {
    id: id(),
    name: Type.String(),
    kind: oneOf(['machine', 'staff']),
    roles: Type.Array(Type.String()),
    accountId: nullable(id('null: every account.')),
    siteId: nullable(id('null: every site of what it sees.')),
    createdBy: Type.String(),
    createdAt: instant(),
    lastUsedAt: nullable(instant('To the minute.')),
    revokedAt: nullable(instant()),
    secrets: Type.Array(Secret, { description: 'Of them two at most are live at once.' }),
    version,
  },
  { $id: 'Credential', description: 'Somebody or something that may call.' },
);

const expiresInDays = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 3650, description: 'Days until the new secret expires; without it, never.' }),
);

export const NewCredential = object(
  {
    name: line(100, 'As it shall stand in the audit.'),
    roles: Type.Array(oneOf(roleNames), {
      minItems: 1,
      maxItems: 10,
      uniqueItems: true,
      description: `Of ${roleList}.`,
    }),
    accountId: Type.Optional(id('Sees this account only.')),
    siteId: Type.Optional(id('Sees this site only; it must be one of the account.')),
    expiresInDays,
  },
  {
    description: 'A new credential; its kind follows from its roles.',
    examples: [
      {
        name: 'Agent of the Lyon site',
        roles: ['agent'],
        accountId: '019aa1b2-0000-7000-8000-000000000001',
        siteId: '019aa1b2-0000-7000-8000-000000000002',
        expiresInDays: 365,
      },
    ],
  },
);
export type NewCredential = Static<typeof NewCredential>;

export const Rotation = object(
  {
    expiresInDays,
    graceHours: Type.Integer({
      minimum: 0,
      maximum: 720,
      default: 24,
      description: 'How long the present secret goes on; 0 ends it at once.',
    }),
  },
  { examples: [{ graceHours: 24 }] },
);
export type Rotation = Static<typeof Rotation>;

export const SecretOnce = object(
  {
    credentialId: id(),
    keyId: Type.String(),
    token: nullable(
      Type.String({
        description: 'To be sent as `Authorization: Bearer`. Told once and kept nowhere: null in a repeated answer.',
      }),
    ),
    expiresAt: nullable(instant()),
  },
  { $id: 'SecretOnce', description: 'A new secret, told once.' },
);
