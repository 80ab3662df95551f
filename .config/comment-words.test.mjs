import { describe, expect, it } from 'vitest';
import { countPackage, packagesOver } from './comment-words.mjs';

/** The words of public and of private comments, and the lines of code, of the files of one package. */
function counted(files, entries = ['src/index.ts']) {
  const counts = [...countPackage(new Map(Object.entries(files)), entries).values()];
  const comments = counts.flatMap((count) => count.comments);
  const words = (isPublic) =>
    comments.filter((one) => one.isPublic === isPublic).reduce((sum, one) => sum + one.words, 0);
  return { public: words(true), private: words(false), lines: counts.reduce((sum, { lines }) => sum + lines, 0) };
}

describe('comment-words', () => {
  it('counts lines with code, and no blank line and no line of a comment alone', () => {
    const text = 'const a = 1; // one\n\n/*\n two\n*/\nconst b = `x\ny`;\n// three\n';
    expect(counted({ 'src/index.ts': text })).toEqual({ public: 0, private: 3, lines: 3 });
  });

  it('counts no comment inside a text or a pattern', () => {
    const text = "export const url = 'https://example.org /* no */'; const at = /\\/\\/ no/;\n";
    expect(counted({ 'src/index.ts': text })).toEqual({ public: 0, private: 0, lines: 1 });
  });

  it('counts no directive to a tool and no example of code', () => {
    const text =
      '/** Two words.\n * ```ts\n * not these words\n * ```\n */\nexport const a = 1;\n// biome-ignore lint: why\n';
    expect(counted({ 'src/index.ts': text })).toMatchObject({ public: 2, private: 0 });
  });

  it.each([
    ['a declaration', '/** One. */\nexport function f(): void {}\n'],
    ['a member of a type', 'export interface A {\n  /** One. */\n  a: 1;\n}\n'],
    ['a method of a class', 'export class A {\n  /** One. */\n  f(): void {}\n}\n'],
    ['a type that an exported type names', 'interface B {\n  /** One. */\n  b: 1;\n}\nexport type A = B[];\n'],
    ['a declared module', "declare module 'x' {\n  interface A {\n    /** One. */\n    a: 1;\n  }\n}\n"],
    ['a package', '/** One. @packageDocumentation */\nimport "x";\n'],
  ])('the docs of %s of an entry point are public', (_, text) => {
    expect(counted({ 'src/index.ts': text })).toMatchObject({ public: expect.toSatisfy((n) => n > 0), private: 0 });
  });

  it.each([
    ['a declaration that no entry point exports', '/** One. */\nfunction f(): void {}\n'],
    ['a line in a body', 'export function f(): void {\n  /** One. */\n  const a = 1;\n}\n'],
    ['a member of a value', 'export const a = {\n  /** One. */\n  b: 1,\n};\n'],
    ['a private method', 'export class A {\n  /** One. */\n  #f(): void {}\n}\n'],
    ['a line comment on an export', '// One.\nexport const a = 1;\n'],
  ])('the comment on %s is private', (_, text) => {
    expect(counted({ 'src/index.ts': text })).toMatchObject({ public: 0, private: 1 });
  });

  it('follows re-exports by name and of whole files, through imports and new names', () => {
    const text = (name) => `/** One. */\nexport const ${name} = 1;\n/** Two words. */\nexport const other = 2;\n`;
    const files = {
      'src/index.ts':
        "export { a as b } from './one.ts';\nexport * from './two.ts';\nimport { c } from './three.ts';\nexport { c };\n",
      'src/one.ts': text('a'),
      'src/two.ts': text('x'),
      'src/three.ts': text('c'),
    };
    expect(counted(files)).toMatchObject({ public: 5, private: 4 });
  });

  it('names packages above the limit', () => {
    const text = `// ${'word '.repeat(5)}\n${'const a = 1;\n'.repeat(10)}`;
    const files = countPackage(new Map([['src/index.ts', text]]), []);
    const over = (most) => packagesOver(new Map([['one', files]]), most).join();
    expect(over(50)).toBe('');
    expect(over(49)).toContain('packages/one: 50 private words');
  });
});
