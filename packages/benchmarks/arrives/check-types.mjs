// Checks the types of an app as `tsc` does, with the app's own TypeScript. Prints the processor time, and how many
// errors the types of the packages have.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2];
const ts = createRequire(join(folder, 'package.json'))('typescript');
const used = process.cpuUsage();
const program = ts.createProgram([join(folder, 'app.ts')], {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
});
const errors = ts.getPreEmitDiagnostics(program);
const { user, system } = process.cpuUsage(used);
const ours = errors.filter(({ file }) => file === undefined || !file.fileName.includes('/node_modules/'));
if (ours.length > 0) {
  const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => '\n' };
  throw new Error(ts.formatDiagnostics(ours, host));
}
console.log(JSON.stringify({ cpu: (user + system) / 1000, errors: errors.length }));
