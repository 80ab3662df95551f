// Which file may import which: the layers of packages, the order of folders, no circles. `npm run lint` checks it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const onStore = ['core', 'store'];
const onEngine = [...onStore, 'engine'];
const onHttp = [...onEngine, 'http'];
/** The packages of the workspace that the sources of each package may import. */
const layers = {
  core: [],
  assurance: ['core'],
  store: ['core'],
  webauthn: [],
  engine: [...onStore, 'assurance', 'webauthn'],
  'storage-memory': onStore,
  'storage-postgres': onStore,
  'storage-mongo': onStore,
  'storage-sqlite': onStore,
  http: onEngine,
  oidc: onStore,
  saml: onStore,
  ldap: onStore,
  testing: [...onEngine, 'assurance'],
  express: onHttp,
  koa: onHttp,
  hono: onHttp,
  fastify: onHttp,
  next: onHttp,
  browser: [],
  vault: [],
  pages: ['browser', 'vault'],
  'admin-pages': ['core', 'browser', 'pages'],
};
/** The top layer. These packages may import every package that their package.json lists. */
const outermost = ['cli', 'benchmarks', 'simulation', 'fuzz', 'mutation', 'test-support'];
/** A person's browser runs these. */
const inBrowsers = ['core', 'assurance', 'browser', 'vault'];
/** The folders of a package, from the bottom up. The files beside the folders come last. */
const folders = {
  core: [
    ...['json', 'time', 'lockout', 'passwords', 'strength', 'policy', 'requirements', 'enrollment', 'decision'],
    ...['reach', 'acts', 'explain', 'flow', 'log', 'model'],
  ],
  assurance: ['written', 'analysis', 'lockout-simulation', 'log'],
  engine: [
    'contract',
    'kernel',
    'state',
    'factors',
    'acts',
    'sessions',
    'accounts',
    'sign-in',
    'administration',
    'organisations',
  ],
  http: ['message', 'shapes', 'problem', 'caller', 'route', 'routes', 'serve'],
  'storage-postgres': ['statements', 'connection', 'schema', 'records', 'step', 'commit'],
  'storage-sqlite': ['connection', 'schema', 'records', 'step', 'commit'],
};

const towardsCore = 'Dependencies point towards core: move the code, or pass it in.';
const tests = '\\.(test|test-support)\\.[^.]+$';
const either = (names) => `(${names.length > 0 ? names.join('|') : '(?!)'})`;
const sourcesOf = (folder) => ({ path: `^${folder}/src/`, pathNot: tests });

const workspace = new Map(
  ['packages', 'examples'].flatMap((group) =>
    readdirSync(new URL(`${group}/`, import.meta.url))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(new URL(`${folder}/package.json`, import.meta.url)))
      .map((folder) => [folder, JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8'))]),
  ),
);

/** The dependencies whose used parts the JavaScript of a package contains, by the package's folder: an app installs none of them. */
const BUNDLED = JSON.parse(readFileSync(new URL('.config/bundled.json', import.meta.url), 'utf8'));

const layerRules = [...workspace].flatMap(([folder, manifest]) => {
  const needed = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  const name = folder.slice('packages/'.length);
  const bundled = folder.startsWith('packages/') ? (BUNDLED[name] ?? []) : [];
  const listed = [...workspace]
    .filter(([, other]) => other.name in needed || bundled.includes(other.name))
    .map(([other]) => other);
  const isFree = folder.startsWith('examples/') || outermost.includes(name);
  const allowed = isFree ? listed : layers[name]?.map((layer) => `packages/${layer}`);
  if (allowed === undefined) throw new Error(`${folder} has no layer: give it one in .dependency-cruiser.mjs.`);
  const above = listed.filter((other) => !allowed.includes(other));
  if (above.length > 0) throw new Error(`${folder}/package.json may not list ${above.join(', ')}. ${towardsCore}`);
  return [
    {
      name: `layer-of-${folder}`,
      comment: `${folder} may import ${allowed.join(', ') || 'no other package of the workspace'}. ${towardsCore}`,
      severity: 'error',
      from: sourcesOf(folder),
      to: { path: '^(packages|examples)/', pathNot: `^${either([folder, ...allowed])}/` },
    },
    {
      name: `listed-by-${folder}`,
      comment: `${folder}/package.json does not list this package of the workspace.`,
      severity: 'error',
      from: sourcesOf(folder),
      to: { path: '^(packages|examples)/', pathNot: `^${either([folder, ...listed])}/` },
    },
  ];
});

/** A file imports from its own folder and from earlier folders. */
const folderRules = Object.entries(folders).flatMap(([name, order]) => [
  ...order.map((folder, place) => ({
    name: `folder-${name}-${folder}`,
    comment: `In ${name}, ${folder} imports earlier folders only (${order.slice(0, place).join(', ') || 'none'}): move what both need into the lower folder, or pass it in.`,
    severity: 'error',
    from: { path: `^packages/${name}/src/${folder}/`, pathNot: tests },
    to: { path: `^packages/${name}/src/`, pathNot: `^packages/${name}/src/${either(order.slice(0, place + 1))}/` },
  })),
  {
    name: `folder-${name}-placed`,
    comment: `A new folder of ${name} needs a place in the order of .dependency-cruiser.mjs.`,
    severity: 'error',
    from: { path: `^packages/${name}/src/`, pathNot: tests },
    to: { path: `^packages/${name}/src/[^/]+/`, pathNot: `^packages/${name}/src/${either(order)}/` },
  },
]);

const NOT_LISTED = {
  dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'],
  dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
};

export default {
  forbidden: [
    ...layerRules,
    ...folderRules,
    {
      name: 'no-circle',
      comment: 'Files import each other in a circle. Move what they share, a type too, into a file of its own.',
      severity: 'error',
      from: { path: '^(packages|examples)/[^/]+/src/', pathNot: tests },
      to: { circular: true },
    },
    {
      name: 'by-its-name',
      comment: 'A relative path leads into another package: import the package by its name.',
      severity: 'error',
      from: {
        path: '^((?:packages|examples)/[^/]+)/',
        // attacks.test-support.ts loads test files of the engine, and runs the tests on the store of another package. A factor of the tests, such as the matrix
        // card, stands for one of the engine's own. The rule `tests-of-assurance` says what the tests of assurance import.
        pathNot: `^packages/test-support/src/(?:stores/attacks\\.test-support\\.ts$|[^/]+/(?:[^/]+-(?:method|factor)\\.test-support|[^/]+\\.test)\\.ts$)|^packages/assurance/src/.*${tests}`,
      },
      to: { dependencyTypes: ['local'], pathNot: ['^$1/', '^\\.config/'] },
    },
    {
      name: 'tools-beside-sources',
      comment: 'Only the configuration of a build and the scripts beside src use the tools of .config.',
      severity: 'error',
      // A benchmark packs what would be published.
      from: { path: '^(packages|examples)/[^/]+/[^/]+/', pathNot: '^packages/benchmarks/' },
      to: { path: '^\\.config/' },
    },
    {
      name: 'core-and-zod',
      comment: 'core imports zod and nothing else: take what you need as an argument.',
      severity: 'error',
      from: sourcesOf('packages/core'),
      to: { pathNot: ['^packages/core/src/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'core-model-for-assurance',
      comment: 'The parts of a decision are for assurance alone: ask evaluate, judge or reachOf of core.',
      severity: 'error',
      from: { path: '^(packages|examples)/', pathNot: '^packages/(core|assurance)/' },
      to: { path: '^packages/core/src/model/' },
    },
    {
      name: 'assurance-core-and-zod',
      comment: 'assurance imports core, zod and nothing else: take what you need as an argument.',
      severity: 'error',
      from: sourcesOf('packages/assurance'),
      to: { pathNot: ['^packages/(assurance|core)/src/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'tests-of-assurance',
      comment:
        "The tests of assurance import core by its name, the policies and accounts of core's tests, vitest and fast-check, and nothing else.",
      severity: 'error',
      from: { path: `^packages/assurance/src/.*${tests}` },
      to: {
        pathNot: [
          '^packages/assurance/',
          '^packages/core/src/index\\.ts$',
          '^packages/core/src/[^/]+/index\\.ts$',
          '^packages/core/policy\\.schema\\.json$',
          '^packages/core/src/decision/[^/]+\\.test-support\\.ts$',
          '(^|/)node_modules/(zod|vitest|fast-check)/',
        ],
      },
    },
    {
      name: 'tests-of-core',
      comment: 'The tests of core import zod, vitest, fast-check and @sallyport/testing, and nothing else.',
      severity: 'error',
      from: { path: `^packages/core/src/.*${tests}` },
      to: { pathNot: ['^packages/(core|testing)/', '(^|/)node_modules/(zod|vitest|fast-check)/'] },
    },
    {
      name: 'runs-in-browsers',
      comment: 'This package runs in the browser: use what the web platform has.',
      severity: 'error',
      from: { path: `^packages/${either(inBrowsers)}/src/`, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'listed-in-package-json',
      comment: 'The package.json of this package does not list the dependency.',
      severity: 'error',
      from: { path: '^(packages|examples)/[^/]+/src/', pathNot: [tests, `^packages/${either(Object.keys(BUNDLED))}/`] },
      to: { ...NOT_LISTED },
    },
    ...Object.entries(BUNDLED).map(([name, bundled]) => ({
      name: 'listed-in-package-json',
      comment: 'Neither the package.json of this package nor .config/bundled.json lists the dependency.',
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: tests },
      to: {
        ...NOT_LISTED,
        pathNot: bundled.map((one) =>
          one.startsWith('@sallyport/') ? `^packages/${one.slice('@sallyport/'.length)}/` : `(^|/)node_modules/${one}/`,
        ),
      },
    })),
    {
      name: 'found',
      comment: 'No file answers to this import.',
      severity: 'error',
      from: { path: '^(packages|examples)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['(^|/)node_modules/', '^\\.config/'] },
    // A walk installs its libraries when it runs.
    exclude: { path: ['/dist/', '/\\.next/', '^packages/(engine|test-support)/walk/'] },
    // Imports of types count.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@sallyport/source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
