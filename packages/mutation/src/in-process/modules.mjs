// Loads TypeScript modules anew for every mutant. Each module is compiled once and evaluated again, because compiling is slow.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';
import { workspaceFolders } from '../workspace.mjs';

/** @type {Map<string, string>} JavaScript, by path */
const compiled = new Map();

/**
 * Functions that evaluate a module. The key is the module's path and the mutants in the code: all, the active mutant or none.
 *
 * @type {Map<string, { run: Function, mutant: string | undefined }>}
 */
const ready = new Map();

/** The exports of the modules that import no mutant, by path. These modules are evaluated once for all mutants. @type {Map<string, object>} */
const evaluatedOnce = new Map();

/** @param {string} path */
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

/**
 * Keeps one mutant of the code that Stryker wrote. Checking at every place which mutant is active takes more time than the rest of the code.
 *
 * @param {string} text @param {string} mutant
 */
export function spoiledBy(text, mutant) {
  return text
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, (whole, id) => (id === mutant ? whole : 'false'))
    .replaceAll(/stryCov_9fa48\("[^)]*"\)/g, '0');
}

/** @param {string} path @param {string | undefined} mutant if absent, the code keeps all mutants, and Stryker switches them at run time */
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

/** The source of a module of this workspace, `undefined` for any other module. @param {string} from a path @param {string} name */
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

/** The workspace's folders in the current directory, by the package's name. @type {Map<string, string> | undefined} */
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

/** Whether a module, or a module among its imports, contains a mutant: by path. @type {Map<string, boolean>} */
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
 * Starts with no evaluated module, except for the modules that import no mutant. Modules of other packages are shared.
 *
 * @param {Record<string, unknown>} instead replacements of packages, by the package's name
 * @param {string} [mutant] the only mutant in the code. If absent, the code contains all mutants, and Stryker can activate each
 * @returns {(path: string) => Promise<void>} evaluates a module and its imports, each once. Only the module itself may use top-level `await`
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
