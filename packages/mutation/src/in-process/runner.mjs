// Vitest would start a worker for each mutant.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as vitest from 'vitest';
import { modulesWith } from './modules.mjs';
import { expect, vi } from './poll.mjs';
import { collect, words } from './suite.mjs';

/** @typedef {{ file: string, loadMs: number, tests: { id: string, ms: number }[] }} TestFile */

const A_MOMENT = 200;
const FOUND = resolve('tests-found.json');
const TESTS = JSON.parse(process.env.MUTATE_TESTS ?? '[]').map((file) => resolve(file));
const INSTEAD = { vitest: { ...vitest, ...words, expect, vi } };
const LEFT_OUT = /10,000 wrong codes|on (postgres|mongo)\b/;
/** Milliseconds, for all tests of one mutant. */
const PATIENCE = Number(process.env.MUTATE_PATIENCE ?? 'Infinity');

class InProcessRunner {
  #files = [];
  /** A test often notices neighbouring mutants too. */
  #noticed = [];
  #running = '';
  #compared = 0;
  #snapshots = new Map();
  #spoiling = {};

  constructor() {
    globalThis.__stryker__ = this.#spoiling;
    globalThis.__vitest_worker__ = {};
    // A promise or a timer of a mutant may fail after the test.
    process.on('unhandledRejection', () => {});
    process.on('uncaughtException', () => {});
    const fc = createRequire(TESTS[0])('fast-check');
    fc.configureGlobal({ endOnFailure: true, seed: 20_260_101 });
    const snapshots = this.#snapshots;
    const next = () => `${this.#running}#${this.#compared++}`;
    vitest.chai.use(({ Assertion }, { addMethod }) => {
      for (const name of ['toMatchSnapshot', 'toMatchFileSnapshot', 'toMatchInlineSnapshot'])
        addMethod(Assertion.prototype, name, function () {
          const place = next();
          if (!snapshots.has(place)) snapshots.set(place, this._obj);
          this.assert(this._obj === snapshots.get(place), 'differs from the snapshot', '');
        });
    });
  }

  #readFound() {
    if (this.#files.length > 0 || !existsSync(FOUND)) return;
    const { files, snapshots } = JSON.parse(readFileSync(FOUND, 'utf8'));
    this.#files = files;
    for (const [test, text] of snapshots) this.#snapshots.set(test, text);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    this.#files = [];
    const spoiling = this.#spoiling;
    spoiling.activeMutant = undefined;
    spoiling.mutantCoverage = { static: {}, perTest: {} };
    const told = [];
    const perTest = {};
    for (const file of TESTS) {
      const known = { file, loadMs: 0, tests: [] };
      this.#files.push(known);
      await (await load(file)).end();
      spoiling.currentTestId = file;
      const begun = performance.now();
      const { tests, end } = await load(file);
      known.loadMs = performance.now() - begun;
      const whileLoading = spoiling.mutantCoverage.perTest[file];
      for (const { id, name, run } of tests) {
        spoiling.currentTestId = id;
        this.#begin(id);
        const started = performance.now();
        try {
          await run();
        } catch (error) {
          told.push({ id, name, fileName: file, status: 1, timeSpentMs: 0, failureMessage: String(error?.stack) });
          continue;
        }
        const ms = performance.now() - started;
        known.tests.push({ id, ms });
        told.push({ id, name, fileName: file, status: 0, timeSpentMs: ms });
        perTest[id] = sum(whileLoading, spoiling.mutantCoverage.perTest[id]);
      }
      await end();
    }
    spoiling.currentTestId = undefined;
    writeFileSync(FOUND, JSON.stringify({ files: this.#files, snapshots: [...this.#snapshots] }));
    return { status: 'complete', tests: told, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    this.#readFound();
    if (this.#files.length === 0) throw new Error('No tests were run before the first mutant.');
    const spoiling = this.#spoiling;
    const wanted = new Set(testFilter ?? this.#files.flatMap(({ tests }) => tests.map(({ id }) => id)));
    spoiling.hitCount = 0;
    spoiling.hitLimit = hitLimit;
    spoiling.activeMutant = activeMutant.id;
    const modules = modulesWith(INSTEAD, activeMutant.id);
    const loaded = new Map();
    const begun = performance.now();
    let nrOfTests = 0;
    try {
      for (const { file, ids } of quickFirst(this.#files, wanted, this.#noticed)) {
        let [id] = ids;
        const started = performance.now();
        try {
          if (!loaded.has(file)) loaded.set(file, await load(file, modules));
          const tests = new Map(loaded.get(file).tests.map((test) => [test.id, test.run]));
          for (id of ids) {
            if (performance.now() - begun > PATIENCE) return { status: 'survived', nrOfTests };
            this.#begin(id);
            nrOfTests += 1;
            await tests.get(id)?.();
          }
        } catch (error) {
          if (spoiling.hitCount > hitLimit) return { status: 'timeout', reason: 'It does not end.' };
          if (performance.now() - started < A_MOMENT)
            this.#noticed = [id, ...this.#noticed.filter((other) => other !== id)].slice(0, 8);
          return { status: 'killed', killedBy: [id], failureMessage: String(error?.message), nrOfTests };
        }
      }
      return { status: 'survived', nrOfTests };
    } finally {
      for (const { end } of loaded.values()) await end().catch(() => {});
    }
  }

  #begin(id) {
    this.#running = id;
    this.#compared = 0;
  }
}

async function load(file, modules = modulesWith(INSTEAD)) {
  const { tests, end } = await collect(() => modules(file));
  const named = tests.map((test, index) => ({ ...test, id: `${file}#${index} ${test.name}` }));
  return { tests: named.filter(({ name }) => !LEFT_OUT.test(name)), end };
}

function quickFirst(files, wanted, before) {
  const rest = files
    .map(({ file, loadMs, tests }) => {
      const some = tests.filter(({ id }) => wanted.has(id) && !before.includes(id)).sort((a, b) => a.ms - b.ms);
      return { file, ids: some.map(({ id }) => id), ms: some.reduce((all, { ms }) => all + ms, loadMs) };
    })
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => a.ms - b.ms);
  return [...before.filter((id) => wanted.has(id)).map((id) => ({ file: id.split('#')[0], ids: [id] })), ...rest];
}

function sum(one = {}, other = {}) {
  const both = { ...one };
  for (const [mutant, times] of Object.entries(other)) both[mutant] = (both[mutant] ?? 0) + times;
  return both;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
