// Compiled once and evaluated anew for every mutant, because compiling is slow.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';
import { workspaceFolders } from '../workspace.mjs';

/** By path. */
const compiled = new Map();

/**
 * By the path and the mutants in the code: all, the active mutant or none.
 *
 * @type {Map<string, { run: Function, mutant: string | undefined }>}
 */
const ready = new Map();

/** Modules that import no mutant are evaluated once. @type {Map<string, object>} */
const evaluatedOnce = new Map();

function compile(path) {
  if (!compiled.has(path)) {
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: false,
        esModuleInterop: true,
      },
      fileName: path,
    });
    compiled.set(path, outputText.replaceAll('import.meta', '__meta'));
  }
  return compiled.get(path);
}

/** Keeps one mutant: checking everywhere which is active takes more time than the rest of the code. */
export function spoiledBy(text, mutant) {
  return text
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, (whole, id) => (id === mutant ? whole : 'false'))
    .replaceAll(/stryCov_9fa48\("[^)]*"\)/g, '0');
}

/** @param {string | undefined} mutant absent: Stryker switches at run time */
function moduleAt(path, mutant) {
  const text = compile(path);
  const own = mutant !== undefined && text.includes(`stryMutAct_9fa48("${mutant}")`);
  const key = `${mutant === undefined ? 'all' : own ? 'own' : 'none'} ${path}`;
  const known = ready.get(key);
  if (known !== undefined && (!own || known.mutant === mutant)) return known.run;
  const body = mutant === undefined ? text : spoiledBy(text, mutant);
  const waits = /^(?:const [^\n]* = )?await /m.test(text) ? 'async ' : '';
  const run = vm.runInThisContext(`(${waits}function (exports, require, __meta) {${body}\n})`, { filename: path });
  ready.set(key, { run, mutant });
  return run;
}

/** `undefined` for a module outside this workspace. */
function sourceOf(from, name) {
  if (name.startsWith('.')) return join(dirname(from), name);
  const [, own, rest] = /^(@sallyport\/[^/]+)(.*)$/.exec(name) ?? [];
  const folder = own === undefined ? undefined : members().get(own);
  if (folder === undefined) return undefined;
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const told = exports?.[`.${rest}`];
  const file = told?.['@sallyport/source'] ?? (typeof told === 'string' ? told : undefined);
  if (file === undefined) throw new Error(`${name}, which ${from} imports, has no source.`);
  return join(folder, file);
}

let known;
function members() {
  known ??= new Map(
    workspaceFolders()
      .map((folder) => resolve(folder))
      .filter((folder) => existsSync(join(folder, 'package.json')))
      .map((folder) => [JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name, folder]),
  );
  return known;
}

/** By path. @type {Map<string, boolean>} */
const comesToOne = new Map();
function comesToMutant(path) {
  const seen = new Set();
  const asks = (at) => {
    if (comesToOne.has(at)) return comesToOne.get(at);
    if (seen.has(at) || !/\.m?[jt]s$/.test(at)) return false;
    seen.add(at);
    const text = compile(at);
    if (text.includes('stryMutAct_9fa48')) return true;
    return [...text.matchAll(/require\("([^"]+)"\)/g)].some(([, name]) => {
      const source = sourceOf(at, name);
      return source !== undefined && asks(source);
    });
  };
  if (!comesToOne.has(path)) {
    const found = asks(path);
    comesToOne.set(path, found);
    if (!found) for (const each of seen) comesToOne.set(each, false);
  }
  return comesToOne.get(path);
}

/**
 * @param {Record<string, unknown>} instead replacements, by the package's name
 * @param {string} [mutant] absent: all mutants
 * @returns {(path: string) => Promise<void>} only the module itself may use top-level `await`
 */
export function modulesWith(instead, mutant) {
  const evaluated = new Map();
  let waiting;
  const evaluate = (at, kept = comesToMutant(at) ? evaluated : evaluatedOnce) => {
    if (kept.has(at)) return kept.get(at);
    const exports = {};
    kept.set(at, exports);
    const elsewhere = createRequire(at);
    const load = (name) => {
      if (Object.hasOwn(instead, name)) return instead[name];
      const source = sourceOf(at, name);
      return source === undefined || source.endsWith('.json') ? elsewhere(source ?? name) : evaluate(source);
    };
    waiting = moduleAt(at, mutant)(exports, load, { url: pathToFileURL(at).href, dirname: dirname(at), filename: at });
    return exports;
  };
  return async (path) => {
    evaluate(path, evaluated);
    await waiting;
  };
}
