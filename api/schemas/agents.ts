import { type Static, Type } from 'typebox';
import { id, instant, line, nullable, object } from './common.ts';

export const NewAgentCode = object(
  {
    name: line(100, 'What the agent shall be called, such as where its machine stands.'),
    validHours: Type.Integer({ minimum: 1, maximum: 168, default: 24, description: 'How long the code can be used.' }),
  },
  { examples: [{ name: 'Lyon, server room', validHours: 24 }] },
);

export const AgentCodeOnce = object(
  {
    codeId: id(),
    code: nullable(
      Type.String({
        description:
          'To be given to `replenish-agent enrol`, once. Told once and kept nowhere: null in a repeated answer.',
      }),
    ),
    siteId: id(),
    expiresAt: instant(),
  },
  { $id: 'AgentCodeOnce', description: 'A one-time code for an agent of a site.' },
);

const count = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000_000, description });

export const AgentEnrolment = object(
  {
    code: line(40, 'As it was told; letters may be small, hyphens left out.'),
    keyId: Type.String({
      pattern: '^[0-9a-f]{16}$',
      description: 'Of the key that the agent made: it stands in its token.',
    }),
    keyHash: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of its token, hexadecimal: the token itself stays with it.',
    }),
    hostName: line(100, 'Of the machine that it runs on.'),
  },
  {
    description: 'An agent’s own key, with the code that allows it.',
    examples: [
      {
        code: '7K3M-Q0ZD-4T8W-N5XE',
        keyId: '0123456789abcdef',
        keyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        hostName: 'srv-lyon',
      },
    ],
  },
);
export type AgentEnrolment = Static<typeof AgentEnrolment>;

export const EnrolledAgent = object(
  {
    agentId: id(),
    name: Type.String(),
    accountId: id(),
    siteId: id(),
    siteName: Type.String(),
    now: instant('By the server’s clock.'),
  },
  { $id: 'EnrolledAgent', description: 'An agent and the site that it reads for.' },
);

const reportFields = {
  version: line(40, 'Of the program.'),
  waiting: count('Readings that wait on its disk.'),
  dropped: count('Readings that it has dropped since it was enrolled, by age or for want of room.'),
  printers: object({
    known: count('Printers that it knows.'),
    read: count('Of them read in its last round.'),
    failed: count('Of them not read.'),
  }),
};

export const NewAgentReport = object(
  { clock: instant('By the agent’s clock, now.'), ...reportFields },
  {
    description: 'What an agent says of itself.',
    examples: [
      {
        clock: '2026-11-22T06:00:00Z',
        version: '0.1.0',
        waiting: 0,
        dropped: 0,
        printers: { known: 20, read: 19, failed: 1 },
      },
    ],
  },
);

export const ReportReceipt = object(
  {
    now: instant('By the server’s clock.'),
    clockAheadMs: Type.Integer({ description: 'By how much the agent’s clock is ahead; negative: behind.' }),
  },
  { $id: 'ReportReceipt', description: 'The server’s clock beside the agent’s.' },
);

export const Agent = object(
  {
    id: id(),
    accountId: id(),
    siteId: id(),
    credentialId: id(),
    name: Type.String(),
    hostName: Type.String(),
    enrolledAt: instant(),
    revokedAt: nullable(instant()),
    lastUsedAt: nullable(instant('When its key was last used, to the minute.')),
    lastReportAt: nullable(instant()),
    silentSince: nullable(
      instant('Its last contact, once it has been called silent (A16): its devices’ own reminders wait.'),
    ),
    clockAheadMs: nullable(Type.Integer({ description: 'Its clock at that report, against the server’s.' })),
    report: nullable(object(reportFields)),
    networks: Type.Array(object({ network: Type.String(), firstSeenAt: instant(), lastSeenAt: instant() }), {
      description: 'Where its key was used from, latest first.',
    }),
  },
  { $id: 'Agent', description: 'A program on a customer’s site that reads printers.' },
);
