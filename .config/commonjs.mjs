// A CommonJS host can use these packages too. Node gives a host that requires and a host that imports the same ES modules (`module-sync`). Jest and
// other programs that cannot `require` ES modules get the CommonJS files.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The errors when a CommonJS app loads the built packages: of the type check, and of `require`.
 * @param {readonly string[]} entries such as `@sallyport/assurance`
 * @returns {string[]}
 */
export function commonjsProblems(entries) {
  const required = entries.map((entry, place) => `import one${place} = require('${entry}');\nvoid one${place};\n`);
  return [
    ...typeProblems('nodenext', ts.ModuleKind.NodeNext, required.join('')),
    ...typeProblems('node16', ts.ModuleKind.Node16, required.join('')),
    ...requireProblems(entries, []),
    // Without `require` of ES modules, every file that Node loads is CommonJS.
    ...requireProblems(entries, ['--no-experimental-require-module']),
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
function requireProblems(entries, options) {
  const script = `
    for (const entry of ${JSON.stringify(entries)}) {
      try {
        require(entry);
      } catch (error) {
        console.log(\`CommonJS, ${['node', ...options].join(' ')}, require('\${entry}'): \${error.message}\`);
      }
    }`;
  const said = execFileSync(process.execPath, [...options, '-e', script], { cwd: root, encoding: 'utf8' });
  return said.split('\n').filter((line) => line !== '');
}
