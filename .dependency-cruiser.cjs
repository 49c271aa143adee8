// Which part may import which. Read a rule as: what stands in "from" must not import what stands in "to".
const TESTS = '^(?!node_modules).*((^|/)(test|testing|proofs)/|\\.(test|testkit)\\.ts$)';
const CONTRACTS = '^workflows/(.+\\.contract|search-attributes)\\.ts$';

/** What the folders' code, its tests aside, may import. Packages and Node's own modules are named by `packages`. */
function only(name, folder, allowed, packages) {
  return {
    name,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: TESTS },
    to: { pathNot: [`^${folder}/`, ...allowed, packages] },
  };
}

const ANY_PACKAGE = 'node_modules|^[a-z_/][a-z0-9_/]*$'; // Node's own modules have neither dot nor folder of ours.

module.exports = {
  forbidden: [
    only('domain-is-pure', 'domain', [], 'node_modules/(@types/)?luxon/'),
    only(
      'workflows-are-deterministic',
      'workflows',
      ['^domain/', '^activities/'],
      'node_modules/(@temporalio/(workflow|common)|(@types/)?luxon)/',
    ),
    {
      name: 'workflows-know-activities-by-type',
      severity: 'error',
      from: { path: '^workflows/', pathNot: TESTS },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-hide-workflows',
      comment: 'A contract that imported its workflow would carry it into the API.',
      severity: 'error',
      from: { path: CONTRACTS },
      to: { path: '^workflows/', pathNot: CONTRACTS, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-by-contract',
      comment: 'Only the worker bundles the workflows themselves.',
      severity: 'error',
      from: { pathNot: ['^workflows/', TESTS] },
      to: { path: '^workflows/', pathNot: CONTRACTS, dependencyTypesNot: ['type-only'] },
    },
    only('db-knows-facts', 'db', ['^domain/', CONTRACTS, '^config\\.ts$'], ANY_PACKAGE),
    only(
      'commands-decide-and-store',
      'commands',
      ['^domain/', '^db/', '^mail/', '^metrics/', '^outgoing/', CONTRACTS, '^config\\.ts$'],
      ANY_PACKAGE,
    ),
    only('metrics-count', 'metrics', ['^domain/', '^db/'], ANY_PACKAGE),
    only('outgoing-calls', 'outgoing', [], ANY_PACKAGE),
    only('mail-renders', 'mail', ['^domain/', '^config\\.ts$'], ANY_PACKAGE),
    only('papers-render', 'papers', ['^domain/'], ANY_PACKAGE),
    only('agent-stands-alone', 'agent', ['^domain/', '^node:sqlite$'], ANY_PACKAGE),
    only(
      'activities-touch-the-world',
      'activities',
      [
        '^domain/',
        '^db/',
        '^commands/',
        '^mail/',
        '^metrics/',
        '^outgoing/',
        '^papers/',
        '^operations/',
        CONTRACTS,
        '^(config|log)\\.ts$',
      ],
      ANY_PACKAGE,
    ),
    only(
      'relay-delivers',
      'relay',
      ['^domain/', '^db/', '^commands/', '^metrics/', '^outgoing/', CONTRACTS, '^(config|log)\\.ts$'],
      ANY_PACKAGE,
    ),
    only(
      'api-serves',
      'api',
      [
        '^domain/',
        '^db/',
        '^commands/',
        '^metrics/',
        '^outgoing/',
        '^papers/',
        '^relay/',
        CONTRACTS,
        '^(config|log|temporal)\\.ts$',
      ],
      ANY_PACKAGE,
    ),
    only('lab-uses-the-rules', 'lab', ['^domain/'], ANY_PACKAGE),
    {
      name: 'nobody-imports-the-api',
      comment: 'The demo makes its credentials, as api/credentials-cli.ts does; all else it does over HTTP.',
      severity: 'error',
      from: { pathNot: ['^api/', '^seed/credentials\\.ts$', TESTS] },
      to: { path: '^api/' },
    },
    {
      name: 'calls-go-one-way',
      comment: 'Whoever calls another server does it through outgoing/, where one policy holds.',
      severity: 'error',
      from: { path: '^(activities|api|commands|db|mail|operations|relay)/', pathNot: TESTS },
      to: { path: ['node_modules/undici/', '^(node:)?(https?|http2)$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { pathNot: [TESTS, '^vitest\\.config\\.ts$'] },
      to: { path: TESTS },
    },
    {
      name: 'domain-tests-are-pure-too',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: '^(?!domain/)[a-z]+/.*\\.ts$', pathNot: 'node_modules' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'production-needs-no-tools',
      severity: 'error',
      from: { pathNot: [TESTS, '^tools/', '^[^/]+\\.config\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    { name: 'exists', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.replenish|coverage|\\.stryker-tmp|agent/dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
