import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packArguments } from '../../../.config/prepack.mjs';
import { writePublicTypes } from '../../../.config/public-types.mjs';
import { lastLine } from '../report/child.mjs';
import { ratios, spread, text } from '../report/statistics.mjs';
import { APPS } from './apps.mjs';
import { arrived } from './arrived.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const checker = fileURLToPath(new URL('check-types.mjs', import.meta.url));
const TOOLS = ['typescript@6.0.3', '@types/node@20', '@types/express@5', '@types/pg@8'];
const PEER = 'better-auth';

/** Needs the registry: the app of better-auth is installed from there, and what our packages depend on. */
export async function arrivesBench({ rounds }) {
  const place = mkdtempSync(join(tmpdir(), 'sallyport-arrives-'));
  try {
    const packed = await packAll(place);
    const apps = [];
    for (const [name, app] of Object.entries(APPS)) apps.push(await installed(join(place, name), name, app, packed));
    for (let round = 0; round < rounds; round++) {
      for (const { folder, checks } of apps) checks.push(await lastLine([checker, folder]));
    }
    return {
      title: 'What arrives',
      words: `Each app is installed by \`npm install\` into an empty folder: the packed packages of this repository, and everything else from the registry. Size on disk, without types that an app installs for itself. \`tsc\` over the app with \`skipLibCheck\` off, in processor time; ${rounds} rounds.`,
      head: [
        'the app has, beside express and pg',
        'MB',
        'of it our own',
        'packages',
        'tsc, to better-auth',
        'tsc on one machine',
        'errors in types of packages',
      ],
      rows: apps.map((app) => rowOf(app, apps)),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function rowOf({ name, megabytes, own, packages, checks }, apps) {
  const times = (runs) => runs.map(({ cpu }) => cpu);
  const peer = times(apps.find((app) => app.name === PEER).checks);
  return [
    name,
    megabytes.toFixed(1),
    own === 0 ? '' : own.toFixed(1),
    String(packages),
    name === PEER ? '1×' : text(ratios(times(checks), peer), '×'),
    `${text(spread(times(checks).map((milliseconds) => milliseconds / 1000)))} s`,
    String(checks[0].errors),
  ];
}

/** @returns each package's tarball, by name */
async function packAll(place) {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
  const names = [];
  for (const folder of folders) {
    const manifest = manifestOf(folder);
    if (manifest === undefined || manifest.private) continue;
    await writePublicTypes(folder);
    names.push(manifest.name);
  }
  const pnpm = join(root, 'node_modules/.bin/pnpm');
  const { stdout } = await run(pnpm, [...packArguments(names), '--pack-destination', place], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  return new Map(JSON.parse(stdout).map(({ name, filename }) => [name, filename]));
}

function manifestOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

async function installed(folder, name, { own, registry, main }, packed) {
  mkdirSync(folder);
  const tarball = (one) => `file:${packed.get(one)}`;
  const manifest = {
    name: 'app',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(own.map((one) => [one, tarball(one)])),
    // The other packages of this repository come from the same tarballs.
    overrides: Object.fromEntries(
      [...packed.keys()].filter((one) => !own.includes(one)).map((one) => [one, tarball(one)]),
    ),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'app.ts'), main);
  const npm = (...args) =>
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...args], { cwd: folder });
  await npm('express@5', 'pg@8', ...registry);
  const counted = arrived(join(folder, 'node_modules'));
  await npm('--save-dev', ...TOOLS);
  return { name, folder, ...counted, checks: [] };
}
