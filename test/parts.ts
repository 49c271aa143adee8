/** The parts of the test suite, in the order they run: which files belong to each, and how long one test may take. */
export const parts = {
  domain: { title: 'domain', include: ['domain/**/*.test.ts'], timeoutMs: 10_000 },
  api: {
    title: 'API and database',
    include: [
      ...[
        'api',
        'activities',
        'agent',
        'commands',
        'config',
        'db',
        'metrics',
        'operations',
        'outgoing',
        'relay',
        'servers',
      ].map((folder) => `${folder}/**/*.test.ts`),
      '*.test.ts',
    ],
    timeoutMs: 30_000,
  },
  journeys: { title: 'journeys', include: ['test/journeys/**/*.test.ts'], timeoutMs: 120_000 },
  replay: { title: 'replay', include: ['test/replay/**/*.test.ts'], timeoutMs: 60_000 },
  rest: { title: 'rest', include: ['**/*.test.ts'], timeoutMs: 60_000 },
} as const;
