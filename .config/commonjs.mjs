// A CommonJS host can use these packages too, because Node 20.19 and newer can `require` ES modules, and TypeScript accepts the `require`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The errors when a CommonJS app loads the built packages: of the type check, and of `require`.
 * @param {readonly string[]} entries such as `@sallyport/core/analysis`
 * @returns {string[]}
 */
export function commonjsProblems(entries) {
  const required = entries.map((entry, place) => `import one${place} = require('${entry}');\nvoid one${place};\n`);
  const awaited = entries.map((entry) => `  await import('${entry}');\n`);
  return [
    ...typeProblems('nodenext', ts.ModuleKind.NodeNext, required.join('')),
    // Under `node16`, TypeScript accepts only `import()` of an ES module in CommonJS.
    ...typeProblems('node16', ts.ModuleKind.Node16, `export async function load() {\n${awaited.join('')}}\n`),
    ...requireProblems(entries),
  ];
}

function typeProblems(name, module, text) {
  // In the root's `node_modules`, because every package is a dependency of the root.
  const folder = join(root, 'node_modules/.cache/commonjs');
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, `${name}.cts`);
    writeFileSync(file, text);
    const options = {
      module,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      types: [],
    };
    const program = ts.createProgram([file], options);
    return ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `CommonJS, ${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Requires all entries in one process, so that Node loads shared modules once. */
function requireProblems(entries) {
  const script = `
    for (const entry of ${JSON.stringify(entries)}) {
      try {
        require(entry);
      } catch (error) {
        console.log(\`CommonJS, require('\${entry}'): \${error.message}\`);
      }
    }`;
  const said = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  return said.split('\n').filter((line) => line !== '');
}
