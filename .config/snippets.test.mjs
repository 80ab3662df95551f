import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
// The snippets are checked inside the workspace, so that a snippet resolves the packages that a reader would install. A snippet of a
// framework's adapter is checked in the adapter's package, beside the framework. An export script is checked in the package of the command, beside
// the system that the script reads. A snippet of Nest is checked in `packages/express`, whose tests run through Nest, and a snippet of Next in `packages/next`.
const adapter = /^packages\/(?:hono|fastify|next)\//;
const exporting = /^docs\/guide\/moving-from-/;
const homeOf = (name, code) => {
  if (code.includes("from '@nestjs/")) return 'packages/express';
  if (code.includes("from 'next/")) return 'packages/next';
  return adapter.exec(name)?.[0] ?? (exporting.test(name) ? 'packages/cli' : 'examples/quickstart');
};
const folderOf = (name, code) => join(root, homeOf(name, code), 'node_modules/.cache/snippets');
const used = new Set();
const FENCED = /^```ts\n(.*?)^```/gms;

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

// All snippets import the same packages, so each file of the packages is parsed once for all snippets.
const host = ts.createCompilerHost(options, true);
const read = host.getSourceFile;
const parsed = new Map();
host.getSourceFile = (file, ...rest) => {
  if (file.includes('/.cache/snippets/')) return read(file, ...rest);
  if (!parsed.has(file)) parsed.set(file, read(file, ...rest));
  return parsed.get(file);
};

const filesLike = (...patterns) =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...patterns], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(root, file)));

const documents = filesLike('*.md').filter((file) => !file.startsWith('.changeset/') && !file.startsWith('docs/api/'));
const sources = filesLike('packages/*/src/*.ts').filter((file) => !/\.(?:test|test-support)\.ts$/.test(file));

const snippets = documents.flatMap((document) =>
  [...readFileSync(join(root, document), 'utf8').matchAll(FENCED)].map(([, code], place) => ({
    name: `${document} #${place + 1}`,
    code,
  })),
);

/** Without those of a shell of a database, which import nothing. */
const scripts = documents.flatMap((document) =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/^```js\n(.*?)^```/gms)].flatMap(([, code], place) =>
    /\brequire\(|^import /m.test(code) ? [{ name: `${document} script ${place + 1}`, code }] : [],
  ),
);

const examples = sources.flatMap((source) => examplesOf(source, readFileSync(join(root, source), 'utf8')));

/** The place and the code of every `@example` in a source. An example without a fence is a snippet that does not compile. */
function examplesOf(source, text) {
  if (!text.includes('@example')) return [];
  const found = [];
  const file = ts.createSourceFile(source, text, ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    for (const doc of node.jsDoc ?? [])
      for (const tag of doc.tags ?? []) {
        if (tag.tagName.text !== 'example') continue;
        const written = ts.getTextOfJSDocComment(tag.comment) ?? '';
        const code = [...`${written}\n`.matchAll(FENCED)].map(([, fenced]) => fenced);
        const line = file.getLineAndCharacterOfPosition(tag.pos).line + 1;
        found.push([`${source}:${line}`, withHost(code.length === 0 ? written : code.join('\n'))]);
      }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Declares the host's engine as `auth` and a live session as `session`, so that an example of a call is the call alone. */
function withHost(code) {
  const used = new Set();
  const declared = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) (node.parent.name === node ? declared : used).add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true));
  const missing = Object.entries({ auth: 'Sallyport', session: 'LiveSession' }).filter(
    ([name]) => used.has(name) && !declared.has(name),
  );
  return missing.map(([name, type]) => `declare const ${name}: import('@sallyport/engine').${type};\n`).join('') + code;
}

/** Writes a snippet into the package where the snippet is checked. Returns the file. */
function written(code, name, extension = 'ts') {
  const folder = folderOf(name, code);
  used.add(folder);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.${extension}`);
  writeFileSync(file, code);
  return file;
}

const problemsIn = (program, file) =>
  ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

function problemsOf(code, name) {
  const file = written(code, name);
  return problemsIn(ts.createProgram([file], options, host), file);
}

// All snippets are one program, in which each file of the packages is checked once.
const all = [...examples, ...snippets.map(({ name, code }) => [name, code])];
const files = new Map();
let program;

beforeAll(() => {
  for (const [name, code] of all) files.set(name, written(code, name));
  expect(new Set(files.values()).size).toBe(all.length);
  program = ts.createProgram([...files.values()], options, host);
});

describe('every @example in a source compiles', () => {
  it.each(examples)('%s', (name) => {
    expect(problemsIn(program, files.get(name))).toEqual([]);
  });

  it('is noticed when an example has no fence, or does not compile', () => {
    const source = (example) => `/**\n * Does.\n *\n * @example\n${example}\n */\nexport const does = 1;\n`;
    const problems = (example) =>
      examplesOf('control.ts', source(example)).flatMap(([name, code]) => problemsOf(code, name));
    expect(problems(' * auth.people.create(…)')).not.toEqual([]);
    expect(problems(' * ```ts\n * await auth.people.craete();\n * ```')).not.toEqual([]);
    expect(problems(' * ```ts\n * await auth.people.list();\n * ```')).toEqual([]);
  });
});

afterAll(() => {
  for (const folder of used) rmSync(folder, { recursive: true, force: true });
});

describe('every snippet of the documents compiles', () => {
  it.each(snippets)('$name', ({ name }) => {
    expect(problemsIn(program, files.get(name))).toEqual([]);
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

describe('every script of the documents', () => {
  const CANNOT_FIND_NAME = 2304;

  function missingIn(code, name) {
    const file = written(code, name, code.includes('require(') ? 'cjs' : 'mjs');
    const checked = ts.createProgram([file], { ...options, allowJs: true, checkJs: true }, host);
    return checked
      .getSemanticDiagnostics(checked.getSourceFile(file))
      .filter(({ code: number }) => number === CANNOT_FIND_NAME)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }

  it.each(scripts)('imports what it calls: $name', ({ name, code }) => {
    expect(missingIn(code, name)).toEqual([]);
  });

  it('is noticed when one does not', () => {
    expect(missingIn("const { a } = require('a');\na(hostCode('seed'));\n", 'control')).toEqual([
      "Cannot find name 'hostCode'.",
    ]);
  });
});
