// Looks at every public package as its users will get it, out of its tarball: publint over the manifest, and "are the
// types wrong" over the types, for users of ESM. Needs the build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** Ways of resolving that an ESM-only package does not serve. */
const notServed = ['node10', 'node16-cjs'];

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
    if (!notServed.includes(problem.resolutionKind ?? problem.resolutionOption)) {
      problems.push(`attw: ${JSON.stringify(problem)}`);
    }
  }
  return problems;
}

const packages = fileURLToPath(new URL('../packages', import.meta.url));
const folders = readdirSync(packages)
  .map((name) => join(packages, name))
  .filter((folder) => existsSync(join(folder, 'package.json')))
  .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private);
const tarballs = mkdtempSync(join(tmpdir(), 'sallyport-pack-'));
try {
  const packed = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', tarballs, ...folders],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const { name, filename, files } of JSON.parse(packed)) {
    const problems = await problemsOf(readFileSync(join(tarballs, filename)), { name });
    const test = files.find(({ path }) => /\.(test|test-support)\./.test(path));
    if (test) problems.push(`publishes a test: ${test.path}`);
    for (const problem of problems) console.log(`${name}  ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
