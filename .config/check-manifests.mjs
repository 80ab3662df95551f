// Checks the README, the manifest and the packed files of every public package, and that CommonJS can load the package. Run the build before.
// publint and attw check the rest: the script `published` of each package.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { commonjsProblems } from './commonjs.mjs';
import { packageProblems, tarballProblems, unlistedImports } from './manifest.mjs';
import { missingFiles, packArguments } from './prepack.mjs';
import { writePublicTypes } from './public-types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
const foldersIn = (group) =>
  readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));

const examples = foldersIn('examples').map((folder) => ({
  name: folder.slice('examples/'.length),
  dependencies: Object.keys({ ...manifestOf(folder).dependencies, ...manifestOf(folder).devDependencies }),
}));
const repository = { ...manifestOf('.'), examples };
const found = foldersIn('packages')
  .map((folder) => ({ folder, manifest: manifestOf(folder), readme: readmeOf(folder) }))
  .filter(({ manifest }) => !manifest.private);

function readmeOf(folder) {
  const file = join(root, folder, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function report(name, problems) {
  for (const problem of problems) console.log(`${name}  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function builtFiles(folder) {
  return readdirSync(join(root, folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(c?js|d\.ts)$/.test(file) && !/^(types|assets)\//.test(file))
    .map((file) => readFileSync(join(root, folder, 'dist', file), 'utf8'));
}

for (const { folder, manifest, readme } of found) {
  report(manifest.name, packageProblems({ folder: folder.slice('packages/'.length), manifest, readme }, repository));
  await writePublicTypes(join(root, folder));
  report(manifest.name, unlistedImports(manifest, builtFiles(folder)));
  const missing = missingFiles(join(root, folder));
  report(
    manifest.name,
    missing.map((file) => `promises a file that is not there: ${file}`),
  );
  report(manifest.name, unreadableFiles(join(root, folder, 'dist')));
}

/** A package loads some files at the first use only, so that `require` of its entries tells nothing about them. */
function unreadableFiles(folder) {
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.cjs'))
    : [];
  return files.flatMap((file) => {
    try {
      compileFunction(readFileSync(join(folder, file), 'utf8'), ['require', 'module', 'exports']);
      return [];
    } catch (fault) {
      return [`has CommonJS that Node does not read: ${file} (${fault.message})`];
    }
  });
}

// `@sallyport/testing/vitest` and `@sallyport/pages/parts` have no CommonJS: CommonJS cannot load Vitest, and the parts of pages load their words with a
// top-level await.
const entries = found.flatMap(({ manifest }) =>
  Object.entries(manifest.exports).flatMap(([entry, target]) =>
    target.require ? [manifest.name + entry.slice(1)] : [],
  ),
);
report('packages', commonjsProblems(entries));

const pnpm = (...options) =>
  execFileSync(join(root, 'node_modules/.bin/pnpm'), options, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

// A fresh clone refuses a lockfile that is older than a manifest or than `.pnpmfile.mjs`. A folder that is installed already does not notice.
try {
  pnpm('install', '--frozen-lockfile', '--lockfile-only', '--offline');
} catch (fault) {
  report('pnpm-lock.yaml', [`does not install in a fresh clone: ${fault.stdout}${fault.stderr}`]);
}

const packed = pnpm(...packArguments(found.map(({ manifest }) => manifest.name)), '--dry-run');
for (const { name, files } of JSON.parse(packed)) report(name, tarballProblems(files.map(({ path }) => path)));
