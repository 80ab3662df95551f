// TypeScript modules that can be loaded anew for every mutant, quickly: each is compiled once, and only evaluated again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';

/** @type {Map<string, Function>} by path */
const compiled = new Map();

/** @param {string} path */
function compile(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false },
    fileName: path,
  });
  return vm.runInThisContext(`(function (exports, require) {${outputText}\n})`, { filename: path });
}

/**
 * Evaluates a module and all that it imports, none of which was evaluated before. What is of other packages is the same for all.
 *
 * @param {string} path
 * @param {Record<string, unknown>} instead what some packages are replaced by
 */
export function evaluateModule(path, instead) {
  const evaluated = new Map();
  const evaluate = (at) => {
    if (evaluated.has(at)) return evaluated.get(at);
    const exports = {};
    evaluated.set(at, exports);
    if (!compiled.has(at)) compiled.set(at, compile(at));
    const elsewhere = createRequire(at);
    compiled.get(at)(exports, (name) =>
      name.startsWith('.') ? evaluate(join(dirname(at), name)) : (instead[name] ?? elsewhere(name)),
    );
    return exports;
  };
  evaluate(path);
}
