// A host that is CommonJS uses these packages too: Node 20.19 and later require ES modules, and TypeScript knows it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What goes wrong where a CommonJS app loads packages as they are built, with their types.
 * @param {readonly string[]} entries such as `@sallyport/core/analysis`
 * @returns {string[]}
 */
export function commonjsProblems(entries) {
  const required = entries.map((entry, place) => `import one${place} = require('${entry}');\nvoid one${place};\n`);
  const awaited = entries.map((entry) => `  await import('${entry}');\n`);
  return [
    ...typeProblems('nodenext', ts.ModuleKind.NodeNext, required.join('')),
    // Before TypeScript knew, `import()` was the way; it still is under node16.
    ...typeProblems('node16', ts.ModuleKind.Node16, `export async function load() {\n${awaited.join('')}}\n`),
    ...requireProblems(entries),
  ];
}

function typeProblems(name, module, text) {
  // At the root, which has every package among its own.
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

/** In one process: what two of them load is loaded once. */
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
