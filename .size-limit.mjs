/** Pages load their words with a top-level await, which only modules have. */
const asModule = (options) => ({ ...options, format: 'esm' });

/** The built core contains its part of zod. */
const fromSources = (options) => ({ ...options, conditions: ['@sallyport/source'] });

/** The parts of a page that load when somebody opens them. */
const LOADED_LATER = [
  'qr-code',
  'step-up-dialog',
  'review',
  'history',
  'conflict',
  'json-tab',
  'csv',
  'what-if-answer',
  'create-account',
  'help-in',
  'other-tabs',
  'asked-acts',
  'invite-many',
  'provider-fields',
  'strength-fields',
  'helpdesk-fields',
  'read-only',
  'refused-faults',
  'shadow',
].map((name) => `./${name}-*`);

/** Each limit is at least 1 % above the measure when it is set, so that one more call of `@sallyport/browser` fits into every page. */
export default [
  {
    name: '@sallyport/core, gzipped, beside zod',
    path: ['packages/core/src/index.ts'],
    ignore: ['zod'],
    gzip: true,
    // Organisations: their schema, checks and rules. The comparison with a draft in the shadow.
    limit: '33.8 kB',
  },
  {
    name: '@sallyport/assurance with what it needs of core, gzipped, beside zod',
    path: ['packages/assurance/src/index.ts'],
    ignore: ['zod'],
    gzip: true,
    limit: '67 kB',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@sallyport/assurance/lockout-simulation with what it needs of core, gzipped',
    path: ['packages/assurance/src/lockout-simulation/index.ts'],
    gzip: true,
    limit: '11 kB',
    modifyEsbuildConfig: fromSources,
  },
  {
    name: '@sallyport/vault, all that a page fetches to open one by passkey, gzipped',
    path: ['packages/vault/dist/index.js'],
    import: '{ createVaultClient, prfKey }',
    ignore: ['./argon2id-*', './hpke-*'],
    gzip: true,
    limit: '6.2 kB',
  },
  {
    name: '@sallyport/browser, gzipped, beside @simplewebauthn/browser',
    path: ['packages/browser/dist/index.js'],
    ignore: ['@simplewebauthn/browser'],
    gzip: true,
    // Organisations: the own ones, and members and rule for owners.
    limit: '7.6 kB',
  },
  {
    name: '@sallyport/pages, the scripts of the sign-in page in English, gzipped',
    path: ['packages/pages/dist/assets/sign-in.js'],
    ignore: ['./de-*', ...LOADED_LATER],
    gzip: true,
    limit: '46.4 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: '@sallyport/pages, the scripts of the account page in English, gzipped',
    path: ['packages/pages/dist/assets/account.js'],
    ignore: ['./de-*', ...LOADED_LATER],
    gzip: true,
    // Organisations: the list of the own ones.
    limit: '49.8 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: '@sallyport/pages, the scripts of the page of an organisation in English, gzipped',
    path: ['packages/pages/dist/assets/organisation.js'],
    ignore: ['./de-*', ...LOADED_LATER],
    gzip: true,
    limit: '41.4 kB',
    modifyEsbuildConfig: asModule,
  },
  ...Object.entries({ overview: 48.2, people: 63.9, policy: 61.5, activity: 47.9, risks: 38.4 }).map(
    ([page, kilobytes]) => ({
      name: `@sallyport/admin-pages, the scripts of the page ${page} in English, gzipped`,
      path: [`packages/admin-pages/dist/assets/admin-${page}.js`],
      ignore: ['./de-*', ...LOADED_LATER],
      gzip: true,
      limit: `${kilobytes} kB`,
      modifyEsbuildConfig: asModule,
    }),
  ),
];
