// Lists the modules that Node loads with a module: imports, and imports of imports. Types and modules behind `import()` are left out.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} entry an entry point of our packages: `@sallyport/engine`, `@sallyport/store`
 * @returns {{ files: string[], others: Record<string, string[]> }} our files, and for each third-party package our packages that import it
 */
export function loadedWith(entry) {
  const files = new Set();
  const others = new Map();
  const visit = (file) => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of runtimeImports(file)) {
      if (isBuiltin(specifier)) continue;
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier));
      else if (specifier.startsWith('@sallyport/')) visit(sourceOf(specifier));
      else others.set(specifier, (others.get(specifier) ?? new Set()).add(file.split('/')[1]));
    }
  };
  visit(sourceOf(entry));
  const named = [...others].map(([name, packages]) => [name, [...packages].sort()]);
  return { files: [...files].sort(), others: Object.fromEntries(named) };
}

function sourceOf(specifier) {
  const [, name, ...path] = specifier.split('/');
  const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  return join('packages', name, exports[['.', ...path].join('/')]['@sallyport/source']);
}

function runtimeImports(file) {
  const { statements } = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const isType = ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly;
    return isType || !statement.moduleSpecifier ? [] : [statement.moduleSpecifier.text];
  });
}
