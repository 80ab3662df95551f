// Looks at every public package as its users will get it: its README and manifest, and out of its tarball what is in it, publint over the
// manifest, and "are the types wrong" over the types; and loads it from CommonJS. Needs the build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { commonjsProblems } from './commonjs.mjs';
import { packageProblems, tarballProblems } from './manifest.mjs';
import { missingFiles } from './prepack.mjs';
import { workspaceFolders } from './workspace.mjs';

/** What is so of every package of ES modules alone: Node 10 finds no "exports", and CommonJS is told the truth, that it gets a module. */
const ofEsModules = ['NoResolution node10', 'CJSResolvesToESM node16-cjs'];

async function problemsOf(tarball, manifest) {
  const { messages } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    level: 'warning',
    strict: true,
  });
  const problems = messages.map((message) => `publint: ${formatMessage(message, manifest) ?? message.code}`);

  const { types, problems: typeProblems = [] } = await checkPackage(createPackageFromTarballData(tarball));
  if (!types) problems.push('attw: the package has no types.');
  for (const problem of typeProblems) {
    if (!ofEsModules.includes(`${problem.kind} ${problem.resolutionKind}`)) {
      problems.push(`attw: ${JSON.stringify(problem)}`);
    }
  }
  return problems;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
const examples = workspaceFolders()
  .filter((folder) => folder.startsWith('examples/'))
  .map((folder) => ({
    name: folder.slice('examples/'.length),
    dependencies: Object.keys({ ...manifestOf(folder).dependencies, ...manifestOf(folder).devDependencies }),
  }));
const repository = { ...manifestOf('.'), examples };
const found = workspaceFolders()
  .filter((folder) => folder.startsWith('packages/') && !manifestOf(folder).private)
  .map((folder) => ({ folder, manifest: manifestOf(folder), readme: readmeOf(folder) }));

function readmeOf(folder) {
  const file = join(root, folder, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function report(name, problems) {
  for (const problem of problems) console.log(`${name}  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

for (const { folder, manifest, readme } of found) {
  report(manifest.name, packageProblems({ folder: folder.slice('packages/'.length), manifest, readme }, repository));
  report(
    manifest.name,
    missingFiles(join(root, folder)).map((file) => `promises a file that is not there: ${file}`),
  );
}

const entries = found.flatMap(({ manifest }) =>
  Object.entries(manifest.exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [manifest.name + entry.slice(1)],
  ),
);
// Vitest is no CommonJS itself.
report('packages', commonjsProblems(entries.filter((entry) => entry !== '@sallyport/testing/vitest')));

const tarballs = mkdtempSync(join(tmpdir(), 'sallyport-pack-'));
try {
  const folders = found.map(({ folder }) => join(root, folder));
  const packed = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', tarballs, ...folders],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const { name, filename, files } of JSON.parse(packed)) {
    report(name, await problemsOf(readFileSync(join(tarballs, filename)), { name }));
    report(name, tarballProblems(files.map(({ path }) => path)));
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
