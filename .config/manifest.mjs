// Checks the manifest, the README and the tarball of a public package.
import { isBuiltin } from 'node:module';

/**
 * @typedef {object} PublicPackage
 * @property {string} folder its name under packages/
 * @property {Record<string, any>} manifest
 * @property {string | undefined} readme
 */

/**
 * @typedef {object} Repository
 * @property {{ type: string, url: string }} repository as in the root's package.json
 * @property {string} license
 * @property {readonly { name: string, dependencies: readonly string[] }[]} examples each example's folder and dependencies
 */

/**
 * The problems of a public package's manifest and README. Each problem is one line, and says how to solve the problem.
 * @param {PublicPackage} one
 * @param {Repository} repository
 * @returns {string[]}
 */
export function packageProblems({ folder, manifest, readme }, repository) {
  return [...manifestProblems(folder, manifest, repository), ...readmeProblems(manifest, readme, repository.examples)];
}

/** Writes the types for CommonJS, then checks them: attw tries each entry in each of TypeScript's ways to resolve a module. */
const PUBLISHED =
  'pnpm pack --silent --out node_modules/.cache/published.tgz && publint --strict node_modules/.cache/published.tgz && attw node_modules/.cache/published.tgz';

function manifestProblems(folder, { repository: own, keywords = [], license, scripts, files = [] }, wanted) {
  const problems = [];
  const { type, url } = wanted.repository;
  if (own?.type !== type || own.url !== url || own.directory !== `packages/${folder}`) {
    problems.push(`package.json: "repository" is ${JSON.stringify({ type, url, directory: `packages/${folder}` })}.`);
  }
  if (license !== wanted.license) problems.push(`package.json: "license" is ${wanted.license}, as the root's.`);
  if (!keywords.includes('sallyport') || keywords.length < 3) {
    problems.push('package.json: "keywords" has sallyport, and two more by which people search.');
  }
  if (scripts?.prepack !== 'node ../../.config/prepack.mjs') {
    problems.push('package.json: "prepack" is node ../../.config/prepack.mjs, which packs nothing without types.');
  }
  if (!files.includes('!dist/types')) {
    problems.push('package.json: "files" has !dist/types, from which prepack writes the public types.');
  }
  if (!scripts?.published?.startsWith(PUBLISHED)) {
    problems.push(`package.json: "published" begins with ${PUBLISHED}.`);
  }
  return problems;
}

function readmeProblems({ name }, readme, examples) {
  if (readme === undefined) return ['README.md: there is none.'];
  const problems = [];
  if (!readme.startsWith(`# ${name}\n`)) problems.push(`README.md: its first line is "# ${name}".`);
  const installs = readme.split('\n').some((line) => / {4}npm install /.test(line) && line.split(' ').includes(name));
  if (!installs) problems.push(`README.md: it has a line "    npm install ${name}", with what is installed beside it.`);
  if (!/ES modules (and CommonJS|only)/.test(readme)) problems.push('README.md: it says "ES modules and CommonJS".');
  if (!/^```ts$/m.test(readme)) problems.push('README.md: it has a snippet between ```ts and ```, which is compiled.');
  const using = examples.filter(({ dependencies }) => dependencies.includes(name));
  if (using.length > 0 && !using.some((example) => readme.includes(`../../examples/${example.name}`))) {
    const names = using.map((example) => example.name).join(', ');
    problems.push(`README.md: it links an example that uses the package, ../../examples/ and one of ${names}.`);
  }
  return problems;
}

const records = /(?:^|\/)(?:\.turbo\/.*|[^/]*\.?tsbuildinfo)$/;

const imports =
  /^(?:import|export)\b[^;"']*?["']([^"'.][^"']*)["'];|(?<![.\w])(?:import|require)\(["']([^"'.][^"']*)["']\)/gm;

/**
 * The packages that the built files and the public types import, and that an app does not get with the package.
 * @param {Record<string, any>} manifest
 * @param {readonly string[]} texts of JavaScript and of types
 * @returns {string[]}
 */
export function unlistedImports({ name, dependencies, peerDependencies }, texts) {
  const listed = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })]);
  const imported = texts.flatMap((text) => [...text.matchAll(imports)].map(([, one, other]) => one ?? other));
  const packages = imported
    .filter((one) => !isBuiltin(one))
    .flatMap((one) => one.match(/^(?:@[a-z0-9-]+\/)?[a-z0-9][a-z0-9._-]*/)?.[0] ?? []);
  return [...new Set(packages.filter((one) => !listed.has(one)))].map(
    (one) => `imports ${one}, which is no dependency`,
  );
}

/**
 * The files that a tarball should not contain, and the files that are missing.
 * @param {readonly string[]} paths of the tarball's files, from the root of the package
 * @returns {string[]}
 */
export function tarballProblems(paths) {
  const problems = [];
  const test = paths.find((path) => /\.(test|test-support)\./.test(path));
  if (test) problems.push(`publishes a test: ${test}`);
  for (const path of paths.filter((one) => records.test(one))) problems.push(`publishes a build record: ${path}`);
  const source = paths.find((path) => /^src\/.*\.m?ts$|\.map$/.test(path));
  if (source && !test) problems.push(`publishes a source or a source map: ${source}`);
  if (!paths.includes('README.md')) problems.push('publishes no README.md');
  if (!paths.some((path) => path.endsWith('.d.ts'))) problems.push('publishes no types');
  return problems;
}
