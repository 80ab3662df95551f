import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !/^(?:\.changeset|docs\/api)\//.test(file) && existsSync(join(root, file)));

/** The text of a page without its blocks of code. */
const proseOf = (text) => text.replaceAll(/^```.*?^```/gms, '').replaceAll(/^ {4}.*$/gm, '');
const textOf = (file) => proseOf(readFileSync(join(root, file), 'utf8'));

/** The anchor of a heading on GitHub, which keeps the words in code marks. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const headingsOf = (text) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
/** The anchor of a heading on the site, which leaves out the words in code marks. */
const anchorOnSite = (heading) => anchorOf(heading.replaceAll(/`[^`]*`/g, '').trim());

/** The links of a page that lead nowhere, on GitHub or on the site. */
function deadLinks(file, text, read = textOf) {
  const links = [...text.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split('#');
    const target = path === '' ? file : relative(root, join(root, dirname(file), path));
    if (path !== '' && !existsSync(join(root, target))) return true;
    if (anchor === undefined || !target.endsWith('.md')) return false;
    const headings = headingsOf(path === '' ? text : read(target));
    return !headings.some((heading) => anchorOf(heading) === anchor && anchorOnSite(heading) === anchor);
  });
}

/** The names of files in the prose, which the site takes for addresses: it makes `http://errors.md` of errors.md. */
function bareFiles(text) {
  const prose = text.replaceAll(/`[^`\n]*`/g, '').replaceAll(/\[[^\]]*\]\([^)]*\)/g, '');
  return [...prose.matchAll(/(?<![\w/.-])[\w-]+\.md\b/g)].map(([name]) => name);
}

/** The files of an example that a guide, or the page of the example, names without a link: the site carries a linked file alone. */
function unlinkedExamples(file, text) {
  const named = [...text.replaceAll(/\[`[^`\n]*`\]\([^)\n]*\)/g, '').matchAll(/`([^`\s]+\.[a-z]+)`/g)].map(
    ([, name]) => name,
  );
  return named.filter((name) => [dirname(file), ''].some((folder) => isExample(join(folder, name))));
}
const isExample = (path) => path.startsWith('examples/') && existsSync(join(root, path));

describe('the documents', () => {
  it.each(documents)('%s links to pages and headings that exist, on GitHub and on the site', (file) => {
    expect(deadLinks(file, textOf(file))).toEqual([]);
  });

  it.each(documents)('%s names files in code marks or in links', (file) => {
    expect(bareFiles(textOf(file))).toEqual([]);
  });

  it.each(documents.filter((file) => /^(?:docs\/guide|examples)\//.test(file)))(
    '%s links to the examples that it names',
    (file) => {
      expect(unlinkedExamples(file, textOf(file))).toEqual([]);
      expect(unlinkedExamples('examples/hono/README.md', 'In `src/app.ts`, and [`src/app.ts`](src/app.ts)')).toEqual([
        'src/app.ts',
      ]);
    },
  );

  it('are searched for dead links', () => {
    const read = () => '# Errors\n\n## Before: `preview`\n\n## At start-up';
    const dead = (link) => deadLinks('docs/guide/start.md', `[a](${link})`, read).length;
    expect(dead('../reference/errors.md')).toBe(0);
    expect(dead('../reference/errors.md#at-start-up')).toBe(0);
    expect(dead('../reference/no-such.md')).toBe(1);
    expect(dead('../reference/errors.md#before-preview')).toBe(1);
    expect(dead('../reference/errors.md#before')).toBe(1);
    expect(dead('#here')).toBe(1);
    expect(bareFiles('An entry in errors.md, `errors.md`, [errors.md](../reference/errors.md)')).toEqual(['errors.md']);
  });
});

describe('examples/next/README.md', () => {
  const page = readFileSync(join(root, 'examples/next/README.md'), 'utf8');
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'next.config.ts'], {
    cwd: join(root, 'examples/next'),
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => existsSync(join(root, 'examples/next', file)) && file !== '');

  it('links every file of the app, so that the site has a copy of the file', () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !page.includes(`](${file})`))).toEqual([]);
  });

  it('quotes the files as they are', () => {
    const sources = files.map((file) => readFileSync(join(root, 'examples/next', file), 'utf8'));
    const blocks = [...page.matchAll(/^```tsx\n(.*?)^```/gms)].map(([, code]) => code);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.filter((code) => !sources.some((source) => source.includes(code)))).toEqual([]);
  });
});
