import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { areaOf, areas } from './areas.mjs';
import { readReport, report } from './report.mjs';
import { survivorsIn, withLaterRound } from './rounds.mjs';
import { sandbox } from './sandbox.mjs';
import { filesUnder, root, stryker } from './workspace.mjs';

const USAGE = `npm run mutate -- PATH …      mutates files, or all files of folders. The files are in: ${areas.map(({ folder }) => folder).join(', ')}
npm run mutate -- --changed   mutates the files that differ from main
npm run mutate -- --all       mutates all files. Takes hours
  --again                     repeats only the surviving mutants of files that are unchanged since the last run. For use after adding tests
  --quick                     runs only the first round of tests. For the engine's folders: no tests over HTTP
  --workers=N                 runs N processes at once. Default: 1`;

async function mutate(args) {
  const told = args.filter((each) => each.startsWith('--'));
  const options = {
    workers: Number(told.find((each) => each.startsWith('--workers='))?.slice('--workers='.length) ?? 1),
    again: told.includes('--again'),
    quick: told.includes('--quick'),
  };
  const named = args.filter((each) => !each.startsWith('--'));
  const files = told.includes('--changed')
    ? changed()
    : (told.includes('--all') ? areas.map(({ folder }) => folder) : named).flatMap(filesAt);
  const mutable = [...new Set(files)].filter(isMutable).sort();
  if (mutable.length === 0 && !told.includes('--changed')) {
    console.error(USAGE);
    process.exitCode = 1;
    return;
  }
  for (const tests of new Set(mutable.map((file) => testsOf(file)))) {
    const group = mutable.filter((file) => testsOf(file) === tests);
    if (!(await mutateFiles(group, areaOf(group[0]), options))) process.exitCode = 1;
  }
}

const testsOf = (file) => JSON.stringify(areaOf(file)?.rounds);

async function mutateFiles(files, area, options) {
  const { folder, remove } = sandbox(files);
  process.once('exit', remove);
  try {
    const before = options.again ? asTheyWere(files, folder) : { files: {} };
    let mutants = before;
    let left = [...files.filter((file) => before.files[file] === undefined), ...survivorsIn(before)];
    for (const round of area.rounds.slice(0, options.quick ? 1 : undefined)) {
      if (left.length === 0) break;
      const found = await oneRound(folder, left, round, area, options.workers);
      if (found === undefined) {
        console.error('Stryker failed. Its messages above say why.');
        return false;
      }
      mutants = { files: { ...found.files, ...withLaterRound(mutants, found).files } };
      left = survivorsIn(mutants);
    }
    keep(mutants);
    const told = report(mutants);
    console.log(`\n${told.text}`);
    return told.ok;
  } finally {
    remove();
  }
}

const FOUND = join(root, 'node_modules/.cache/sallyport/mutants.json');

function asTheyWere(files, folder) {
  const all = readReport(FOUND)?.files ?? {};
  const same = files.filter((file) => all[file]?.source === readFileSync(join(folder, file), 'utf8'));
  return { files: Object.fromEntries(same.map((file) => [file, all[file]])) };
}

function keep(found) {
  mkdirSync(dirname(FOUND), { recursive: true });
  writeFileSync(FOUND, JSON.stringify({ files: { ...readReport(FOUND)?.files, ...found.files } }));
}

const inVitest = {
  testRunner: 'vitest',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  // An empty list would be an error to Stryker.
  vitest: { configFile: 'packages/mutation/src/vitest.config.ts', related: false },
  // A mutant in code that runs while files load would need every test.
  ignoreStatic: true,
  timeoutMS: 60_000,
};

const inProcess = {
  testRunner: 'in-process',
  plugins: [fileURLToPath(new URL('in-process/runner.mjs', import.meta.url))],
  timeoutFactor: 2,
  timeoutMS: 10_000,
  // Mutants leave timers and data behind.
  maxTestRunnerReuse: 300,
};

async function oneRound(folder, places, round, { runsAtMost }, workers) {
  const found = join(folder, 'mutants.json');
  rmSync(found, { force: true });
  const whole = {
    ...(round.inProcess ? inProcess : inVitest),
    mutate: places,
    mutator: { excludedMutations: ['StringLiteral'] },
    inPlace: true,
    concurrency: workers,
    coverageAnalysis: 'perTest',
    dryRunTimeoutMinutes: 30,
    reporters: ['json', 'dots'],
    jsonReporter: { fileName: found },
    allowConsoleColors: false,
  };
  writeFileSync(join(folder, 'stryker.json'), JSON.stringify(whole));
  const env = {
    ...process.env,
    MUTATE_TESTS: JSON.stringify(testsIn(round.include)),
    MUTATE_PATIENCE: `${round.patience ?? Infinity}`,
    SALLYPORT_RUNS_AT_MOST: `${runsAtMost}`,
  };
  return (await stryker(['run', 'stryker.json'], { cwd: folder, env })) ? readReport(found) : undefined;
}

function testsIn(globs) {
  const every = ['packages', 'examples'].flatMap((folder) => filesAt(folder));
  return every.filter((file) => file.endsWith('.test.ts') && globs.some((glob) => matchesGlob(file, glob)));
}

function filesAt(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) {
    console.error(`There is no ${path}.`);
    return [];
  }
  if (!statSync(absolute).isDirectory()) return [relative(root, absolute)];
  return filesUnder(absolute).map((file) => relative(root, file));
}

function isMutable(path) {
  return path.endsWith('.ts') && !/\.(test|test-support|d)\.ts$/.test(path) && areaOf(path) !== undefined;
}

function changed() {
  const git = (...args) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\0')
      .filter(Boolean);
  const base = ['origin/main', 'main'].flatMap((name) => {
    try {
      return execFileSync('git', ['merge-base', 'HEAD', name], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    } catch {
      return [];
    }
  })[0];
  const differing = git('diff', '-z', '--name-only', '--diff-filter=d', base ?? 'HEAD');
  return [...differing, ...git('ls-files', '-z', '--others', '--exclude-standard')];
}

await mutate(process.argv.slice(2));
