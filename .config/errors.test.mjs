import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SallyportConfigError } from '../packages/engine/src/contract/configuration-error.ts';
import { problemOf } from '../packages/http/src/problem/problem.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${root}docs/reference/errors.md`, 'utf8');

/** The text of each entry of the page, by code. */
const entries = new Map(
  page.split(/^(?=##)/m).flatMap((part) => {
    const [, code, text] = /^### (\S+)\n\n(.*)$/s.exec(part) ?? [];
    return code === undefined ? [] : [[code, text]];
  }),
);

/** Packages whose errors the page leaves out: the tests' own errors, and the vault's codes, which its type describes. */
const ELSEWHERE = /^packages\/(?:benchmarks|fuzz|mutation|simulation|test-support|testing|vault)\//;

const sources = execFileSync('git', ['ls-files', 'packages/*/src/*.ts'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !/\.(?:test|test-support)\.ts$/.test(file) && !ELSEWHERE.test(file))
  .map((file) => [file, ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true)]);

/** Types by name: the codes of an error often have a type of their own. */
const types = new Map(
  sources
    .flatMap(([, file]) => file.statements.filter(ts.isTypeAliasDeclaration))
    .map(({ name, type }) => [name.text, type]),
);

/** The codes that a type allows. `string` allows codes of others, such as the codes of a driver. */
function codesOf(type) {
  if (type === undefined) return [];
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(codesOf);
  return ts.isTypeReferenceNode(type) ? codesOf(types.get(type.typeName.getText())) : [];
}

/** Every code of an error class, of a problem over HTTP, and of a line of the log, with the place in the sources. */
function codesIn(files) {
  const found = [];
  for (const [file, source] of files) {
    const visit = (node) => {
      const place = `${file}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`;
      if (ts.isClassDeclaration(node) && /extends \w*Error\b/.test(node.heritageClauses?.[0]?.getText() ?? '')) {
        const code = node.members.find(
          (member) => ts.isPropertyDeclaration(member) && member.name.getText() === 'code',
        );
        const written = code?.initializer;
        const codes = written !== undefined && ts.isStringLiteral(written) ? [written.text] : codesOf(code?.type);
        found.push(...codes.map((each) => [each, place]));
      }
      if (ts.isCallExpression(node) && /\blogger\.(?:warn|error)$/.test(node.expression.getText())) {
        const code = /\bcode: '([a-z-]+)'/.exec(node.getText())?.[1];
        if (code !== undefined) found.push([code, place]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** The codes of problems over HTTP: the members of the table `PROBLEMS`. */
function refusals() {
  const [, source] = sources.find(([file]) => file.endsWith('problem/problem.ts'));
  const table = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === 'PROBLEMS');
  return table.initializer.properties.map(({ name }) => name.text);
}

describe('the page of errors', () => {
  it('has an entry for every code', () => {
    const missing = codesIn(sources).filter(([code]) => !entries.has(code));
    expect(missing).toEqual([]);
  });

  it('has the status and the title of every problem over HTTP', () => {
    const missing = refusals()
      .map(problemOf)
      .filter(({ status, code, title }) => !entries.get(code)?.includes(`${status} · ${title}.`));
    expect(missing).toEqual([]);
  });

  it('has no entry for a code that does not exist', () => {
    const written = sources.map(([, source]) => source.text).join('\n');
    expect([...entries.keys()].filter((code) => !new RegExp(`\\b${code}\\b`).test(written))).toEqual([]);
  });

  it('has an address in the message of every SallyportConfigError', () => {
    const { repository } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const address = repository.url.replace(/^git\+|\.git$/g, '');
    expect(new SallyportConfigError('no-secret', 'There is no secret.', 'Give a secret.').message).toBe(
      `There is no secret. Give a secret. (${address}/blob/main/docs/reference/errors.md#no-secret)`,
    );
  });

  it('is noticed when a class has a code without an entry', () => {
    const text =
      "export class Odd extends Error {\n  readonly code: 'odd' | 'no-secret' = 'odd';\n}\nlogger.warn('a', { code: 'odd-line' });";
    const control = ts.createSourceFile('control.ts', text, ts.ScriptTarget.Latest, true);
    expect(codesIn([['control.ts', control]]).map(([code]) => code)).toEqual(['odd', 'odd-line']);
    expect(entries.has('odd')).toBe(false);
  });
});
