// TypeScript modules that can be loaded anew for every mutant, quickly: each is compiled once, and only evaluated again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';

/** @type {Map<string, string>} JavaScript, by path */
const compiled = new Map();

/** @type {Map<string, { run: Function, mutant: string | undefined }>} by path, and by which mutants it has */
const ready = new Map();

/** @param {string} path */
function compile(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false },
    fileName: path,
  });
  return outputText;
}

/**
 * What Stryker wrote for all mutants, with this one alone: asking for each mutant at each place takes more time than the code does.
 *
 * @param {string} text @param {string} mutant
 */
export function spoiledBy(text, mutant) {
  return text
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, (whole, id) => (id === mutant ? whole : 'false'))
    .replaceAll(/stryCov_9fa48\("[^)]*"\)/g, '0');
}

/** @param {string} path @param {string | undefined} mutant all of them, switched as the program runs, if absent */
function moduleAt(path, mutant) {
  if (!compiled.has(path)) compiled.set(path, compile(path));
  const text = compiled.get(path);
  const own = mutant !== undefined && text.includes(`stryMutAct_9fa48("${mutant}")`);
  const key = `${mutant === undefined ? 'all' : own ? 'own' : 'none'} ${path}`;
  const known = ready.get(key);
  if (known !== undefined && (!own || known.mutant === mutant)) return known.run;
  const body = mutant === undefined ? text : spoiledBy(text, mutant);
  const run = vm.runInThisContext(`(function (exports, require) {${body}\n})`, { filename: path });
  ready.set(key, { run, mutant });
  return run;
}

/**
 * Evaluates a module and all that it imports, none of which was evaluated before. What is of other packages is the same for all.
 *
 * @param {string} path
 * @param {Record<string, unknown>} instead what some packages are replaced by
 * @param {string} [mutant] the only one that is there; all are, and can be switched on, if absent
 */
export function evaluateModule(path, instead, mutant) {
  const evaluated = new Map();
  const evaluate = (at) => {
    if (evaluated.has(at)) return evaluated.get(at);
    const exports = {};
    evaluated.set(at, exports);
    const elsewhere = createRequire(at);
    moduleAt(at, mutant)(exports, (name) =>
      name.startsWith('.') ? evaluate(join(dirname(at), name)) : (instead[name] ?? elsewhere(name)),
    );
    return exports;
  };
  evaluate(path);
}
