import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packArguments } from './prepack.mjs';
import { writePublicTypes } from './public-types.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const rootModule = (path) => join(root, 'node_modules', path);
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const packages = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((folder) => existsSync(join(folder, 'package.json')) && !manifestOf(folder).private);
const entriesWith = (format) =>
  packages.flatMap((folder) => {
    const { name, exports } = manifestOf(folder);
    const entries = Object.entries(exports).filter(([, target]) => typeof target !== 'string' && format(target));
    return entries.map(([entry]) => name + entry.slice(1));
  });
const required = entriesWith((target) => target.require !== undefined);

/** An app that CommonJS code tests: a guarded route, and two people who sign in by real ceremonies. */
const story = `
const assert = require('node:assert/strict');
const { sallyport } = require('@sallyport/express');
const { memoryStore } = require('@sallyport/storage-memory');
const { testSallyport } = require('@sallyport/testing');
const express = require('express');

exports.required = ${JSON.stringify(required)};
// What the CommonJS files require of the registry, also in functions that this app does not call.
exports.dependencies = DEPENDENCIES;

exports.story = async function story() {
  const { auth, accountWith, signIn, close } = await testSallyport({ store: memoryStore(), policy: { requiredStrength: 'enhanced', administrators: {} } });
  const guard = sallyport(auth);
  const app = express().get('/vault', guard.require('enhanced'), (_req, res) => void res.json({ vault: 'open' }));
  const server = await new Promise((resolve) => { const one = app.listen(0, () => resolve(one)); });
  const ask = (headers) => fetch('http://localhost:' + server.address().port + '/vault', { headers });
  try {
    for (const factors of [['password', 'totp'], ['email', 'passkey']]) {
      const person = await signIn(await accountWith({ factors }));
      const answer = await ask({ ...person.headers() });
      assert.equal(answer.status, 200);
      assert.equal(await answer.text(), '{"vault":"open"}');
    }
    assert.equal((await ask({})).status, 401);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await close();
  }
};
`;

const appFiles = {
  'package.json': '{ "name": "app", "private": true }',
  'story.js': story,
  'app.jest.js': `const { dependencies, required, story } = require('./story.js');
    it.each(required)('requires %s', (entry) => { require(entry); });
    it.each(dependencies)('requires %s', (place) => { require(place); });
    it('signs in', () => story(), 60000);`,
  'app.node.js': `const { test } = require('node:test');
    const { required, story } = require('./story.js');
    test('requires every entry', () => { for (const entry of required) require(entry); });
    test('signs in', () => story());`,
  'app.vitest.mjs': `import { createRequire } from 'node:module';
    import { expect, it } from 'vitest';
    import { required, story } from './story.js';
    const require = createRequire(import.meta.url);
    it.each(required)('imports and requires one copy of %s', async (entry) => {
      const [imported, wanted] = [await import(/* @vite-ignore */ entry), require(entry)];
      for (const name of Object.keys(wanted)) expect(imported[name]).toBe(wanted[name]);
    });
    it('signs in', () => story(), 60000);`,
  // A process that imports and requires has one copy: no warning, and the engine of either is an engine to the other.
  'both.js': `const assert = require('node:assert/strict');
    const { required } = require('./story.js');
    const told = [];
    const logger = { warn: (...words) => told.push(words), error: (...words) => told.push(words) };
    (async () => {
      for (const entry of required) {
        const [imported, wanted] = [await import(entry), require(entry)];
        for (const name of Object.keys(wanted)) assert.equal(imported[name], wanted[name], entry + ' ' + name);
      }
      const { createSallyport } = await import('@sallyport/engine');
      const { sallyport } = require('@sallyport/express');
      const { memoryStore } = require('@sallyport/storage-memory');
      const policy = { administrators: {} };
      const auth = createSallyport({ origin: 'https://app.example', secrets: ['a secret that is long enough to be one'], store: memoryStore(), sendMail() {}, policy, logger });
      await auth.ready();
      sallyport(auth).require('baseline');
      await auth.close();
      assert.deepEqual(told, []);
    })();`,
  'vitest.config.mjs': `export default { test: { include: ['app.vitest.mjs'] } };`,
  // Without `require` of ES modules there are two copies. Neither takes a grant of the other, and the operator is told of the second.
  'copies.js': `const assert = require('node:assert/strict');
    const options = { origin: 'https://app.example', secrets: ['a secret that is long enough to be one'], sendMail() {}, policy: { administrators: {} } };
    const grantOf = ({ decide, definePolicy, instant, openFlow }) => {
      const now = instant(1700000000000);
      const account = { roles: [], factors: { passkeys: [], password: 'independent', mailDomain: 'corp.example' } };
      const scope = { tenant: 'default', accountId: 'a', flowId: 'f', policyVersion: 1 };
      const where = { policy: definePolicy({ requiredStrength: 'baseline' }), account, now, scope };
      const shown = [{ method: 'password', at: now, provenance: 'independent' }, { method: 'email-code', at: now }];
      let decided = { flow: openFlow('sign-in') };
      for (const evidence of shown) decided = decide(decided.flow, { type: 'prove', evidence }, where);
      return decided.grant;
    };
    (async () => {
      const told = [];
      const logger = { warn: (...words) => told.push(words), error: (...words) => told.push(words) };
      const { memoryStore } = require('@sallyport/storage-memory');
      const copies = [require('@sallyport/engine'), await import('@sallyport/engine')];
      for (const { createSallyport } of copies) {
        const auth = createSallyport({ ...options, store: memoryStore(), logger });
        await auth.ready();
        await auth.close();
      }
      assert.match(told.find(([, more]) => more.code === 'loaded-twice')?.[1].wayOut, /imports and requires the same package/);
      const [one, other] = [require('@sallyport/core'), await import('@sallyport/core')];
      for (const [mine, theirs] of [[one, other], [other, one]]) {
        assert.equal(mine.Grant.isGenuine(grantOf(mine)), true);
        assert.equal(mine.Grant.isGenuine(grantOf(theirs)), false);
      }
    })();`,
  'typed.ts': `import { definePolicy, type Policy } from '@sallyport/core';
    import { decisionMatrix } from '@sallyport/assurance';
    import { createSallyport, isRefusal, type Sallyport } from '@sallyport/engine';
    import { forAdapters } from '@sallyport/engine/adapters';
    import { memoryStore } from '@sallyport/storage-memory';
    import { scenario } from '@sallyport/testing';
    export const policy: Policy = definePolicy({ requiredStrength: 'enhanced' });
    export const auth: Sallyport = createSallyport({ origin: 'https://app.example', secrets: [''], store: memoryStore() });
    // @ts-expect-error A number is no origin, so the types of the packages are read.
    createSallyport({ origin: 1, secrets: [''], store: memoryStore() });
    void [decisionMatrix, isRefusal, forAdapters, scenario];`,
  'all.ts': required.map((entry, place) => `import * as one${place} from '${entry}';\nvoid one${place};`).join('\n'),
};

/** How TypeScript reads an app, by the app's format. `node10` is the resolution of `"module": "commonjs"`, which TypeScript 6 calls deprecated. */
const compilers = [
  ['tsc commonjs, node10', ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0']],
  ['tsc node16', ['--module', 'node16']],
  ['tsc nodenext', ['--module', 'nodenext']],
  ['tsc esnext, bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
];
const table = [];
let app;

/** Links what a package needs from the registry. `npm install` would fetch the same versions. */
function linkDependencies(from, into, names) {
  for (const name of names.filter((one) => !one.startsWith('@sallyport/'))) {
    const place = join(into, 'node_modules', name);
    if (existsSync(place) || !existsSync(join(from, 'node_modules', name))) continue;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(from, 'node_modules', name), place);
  }
}

/** Packs all packages, and unpacks each where an app's `node_modules` has it. */
async function install() {
  const names = packages.map((folder) => manifestOf(folder).name);
  const pnpm = join(root, 'node_modules/.bin/pnpm');
  const { stdout } = await run(pnpm, [...packArguments(names), '--pack-destination', app], { cwd: root });
  for (const { name, filename } of JSON.parse(stdout)) {
    const folder = packages.find((one) => manifestOf(one).name === name);
    const place = join(app, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    await run('tar', ['-xzf', filename, '-C', place, '--strip-components=1']);
    const { dependencies, peerDependencies } = manifestOf(folder);
    linkDependencies(folder, place, Object.keys({ ...dependencies, ...peerDependencies }));
  }
}

/** The folders of the dependencies that the CommonJS files of the installed packages require. */
function requiredDependencies() {
  return packages.flatMap((folder) => {
    const { name, dependencies, peerDependencies } = manifestOf(folder);
    const place = join(app, 'node_modules', name);
    const files = readdirSync(join(place, 'dist'), { recursive: true }).filter((file) => file.endsWith('.cjs'));
    const code = files.map((file) => readFileSync(join(place, 'dist', file), 'utf8')).join('\n');
    return Object.keys({ ...dependencies, ...peerDependencies })
      .filter((one) => !one.startsWith('@sallyport/') && code.includes(`require('${one}')`))
      .map((one) => join(place, 'node_modules', one));
  });
}

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'sallyport-packed-'));
  for (const folder of packages) {
    if (!existsSync(join(folder, 'dist/index.js')))
      throw new Error(`${folder} is not built, which "npm run build" does`);
    await writePublicTypes(folder);
  }
  await install();
  const dependencies = JSON.stringify(requiredDependencies());
  for (const [name, text] of Object.entries(appFiles))
    writeFileSync(join(app, name), text.replace('DEPENDENCIES', dependencies));
  linkDependencies(root, app, ['vitest', '@types/node']);
  linkDependencies(join(root, 'packages/express'), app, ['express', '@types/express']);
});

afterAll(() => {
  rmSync(app, { recursive: true, force: true });
  console.log(table.map(([name, ok]) => `${name.padEnd(36)} ${ok ? 'works' : 'fails'}`).join('\n'));
});

/** Runs a program in the app, and notes in the table whether the program succeeds. */
async function works(name, args) {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_PATH: '', VITEST: '', CI: '1' };
  const [ok, said] = await run(process.execPath, args, { cwd: app, env }).then(
    ({ stdout, stderr }) => [true, stdout + stderr],
    ({ stdout, stderr }) => [false, stdout + stderr],
  );
  table.push([name, ok]);
  expect(ok, said).toBe(true);
}

describe('X20 the packed packages work from CommonJS', () => {
  it('X20 in Jest', () =>
    works('Jest', [
      rootModule('jest/bin/jest.js'),
      '--runInBand',
      '--watchman=false',
      '--testEnvironment=node',
      '--testMatch=**/app.jest.js',
      '--transform={}',
    ]));

  it('X20 in Vitest, which imports and requires', () => works('Vitest', [rootModule('vitest/vitest.mjs'), 'run']));

  it('X20 in node:test', () => works('node:test', ['--test', 'app.node.js']));

  it('X20 in a process that both imports and requires, as one copy', () =>
    works('node, import and require', ['both.js']));

  it('X20 with two copies, of which neither takes a grant of the other, and the second is told', () =>
    works('node, two copies', ['--no-experimental-require-module', 'copies.js']));

  it.each(compilers)('X20 in %s', (name, options) =>
    works(name, [
      rootModule('typescript/bin/tsc'),
      ...['--strict', '--skipLibCheck', '--noEmit', '--target', 'es2023', '--types', 'node', ...options],
      ...['typed.ts', 'all.ts'],
    ]),
  );
});
