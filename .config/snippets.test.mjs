import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the workspace, so that a snippet resolves what its reader would install: that of a framework's adapter beside that framework.
const adapter = /^packages\/(?:hono|fastify|next)\//;
const folderOf = (name) => join(root, adapter.exec(name)?.[0] ?? 'examples/quickstart', 'node_modules/.cache/snippets');
const used = new Set();

/** @type {ts.CompilerOptions} */
const options = {
  // As strict as `tsc --init` makes a new project.
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  customConditions: ['@sallyport/source'],
  allowImportingTsExtensions: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
};

// Every snippet imports the same packages: each of their files is parsed once for all of them.
const host = ts.createCompilerHost(options, true);
const read = host.getSourceFile;
const parsed = new Map();
host.getSourceFile = (file, ...rest) => {
  if (file.includes('/.cache/snippets/')) return read(file, ...rest);
  if (!parsed.has(file)) parsed.set(file, read(file, ...rest));
  return parsed.get(file);
};

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith('.changeset/') && !file.startsWith('docs/api/'));

const snippets = documents.flatMap((document) =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], place) => ({
    name: `${document} #${place + 1}`,
    code,
  })),
);

function problemsOf(code, name) {
  const folder = folderOf(name);
  used.add(folder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
  writeFileSync(file, code);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

afterAll(() => {
  for (const folder of used) rmSync(folder, { recursive: true, force: true });
});

describe('every snippet of the documents compiles', () => {
  it.each(snippets)('$name', ({ name, code }) => {
    expect(problemsOf(code, name)).toEqual([]);
  });

  it('is noticed when one does not', () => {
    expect(
      problemsOf(
        "import { definePolicy } from '@sallyport/core';\ndefinePolicy({ requiredStrenth: 'enhanced' });\n",
        'control',
      ),
    ).not.toEqual([]);
  });
});
