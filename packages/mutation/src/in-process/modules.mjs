import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';
import { workspaceFolders } from '../workspace.mjs';

const compiled = new Map();

const ready = new Map();

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

/** Checking everywhere which mutant is active takes long. */
export function spoiledBy(text, mutant) {
  return text
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, (whole, id) => (id === mutant ? whole : 'false'))
    .replaceAll(/stryCov_9fa48\("[^)]*"\)/g, '0');
}

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
