import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { packageProblems, tarballProblems, unlistedImports } from './manifest.mjs';
import { withoutOtherValues } from './public-types.mjs';

const repository = {
  repository: { type: 'git', url: 'git+https://git.example/sallyport.git' },
  license: 'MIT',
  examples: [{ name: 'hono', dependencies: ['@sallyport/hono'] }],
};
const good = {
  folder: 'hono',
  manifest: {
    name: '@sallyport/hono',
    license: 'MIT',
    keywords: ['sallyport', 'hono', 'auth'],
    repository: { ...repository.repository, directory: 'packages/hono' },
    scripts: {
      prepack: 'node ../../.config/prepack.mjs',
      published:
        'pnpm pack --silent --out node_modules/.cache/published.tgz && publint --strict node_modules/.cache/published.tgz && attw node_modules/.cache/published.tgz',
    },
    files: ['dist', '!dist/types'],
  },
  readme:
    '# @sallyport/hono\n\n    npm install @sallyport/hono hono\n\nES modules and CommonJS.\n\n```ts\n1;\n```\n../../examples/hono\n',
};
const withManifest = (change) => ({ ...good, manifest: { ...good.manifest, ...change } });
const withReadme = (from, to) => ({ ...good, readme: good.readme.replace(from, to) });

describe('what a public package owes those who install it', () => {
  it('is all there', () => {
    expect(packageProblems(good, repository)).toEqual([]);
  });

  it.each([
    ['no repository', withManifest({ repository: undefined }), /repository/],
    [
      'the directory of another package',
      withManifest({ repository: { ...repository.repository, directory: 'packages/koa' } }),
      /repository/,
    ],
    ['no license', withManifest({ license: undefined }), /license/],
    ['no keywords', withManifest({ keywords: undefined }), /keywords/],
    [
      'nothing that keeps it from being packed without types',
      withManifest({ scripts: { published: good.manifest.scripts.published } }),
      /prepack/,
    ],
    ['the check of publint and attw', withManifest({ scripts: { prepack: good.manifest.scripts.prepack } }), /publint/],
    ['build records among its files', withManifest({ files: ['dist'] }), /dist\/types/],
    ['no README', { ...good, readme: undefined }, /README/],
    ["another package's title", withReadme('# @sallyport/hono', '# @sallyport/koa'), /first line/],
    ['no install line', withReadme('npm install', 'see'), /npm install/],
    ['an install line of another package', withReadme('install @sallyport/hono', 'install @sallyport/honolulu'), /npm/],
    ['no word on ES modules', withReadme('ES modules and CommonJS', 'ESM'), /ES modules and CommonJS/],
    ['no snippet that is compiled', withReadme('```ts', '```'), /compiled/],
    ['no link to the example that there is', withReadme('../../examples/hono', ''), /examples\/ and one of hono/],
  ])('is missed: %s', (_, one, said) => {
    expect(packageProblems(one, repository)).toEqual([expect.stringMatching(said)]);
  });
});

describe('what a tarball holds', () => {
  const files = ['README.md', 'dist/index.js', 'dist/index.d.ts', 'src/style/base.css'];

  it('is what its users need', () => {
    expect(tarballProblems(files)).toEqual([]);
  });

  it.each([
    [[...files, '.turbo/turbo-build.log'], /build record/],
    [[...files, 'dist/types/.tsbuildinfo'], /build record/],
    [[...files, 'tsconfig.tsbuildinfo'], /build record/],
    [[...files, 'src/a.test.ts'], /a test/],
    [[...files, 'src/index.ts'], /a source/],
    [[...files, 'dist/index.js.map'], /a source map/],
    [files.slice(1), /README/],
    [files.filter((file) => !file.endsWith('.d.ts')), /no types/],
  ])('%j is noticed', (paths, said) => {
    expect(tarballProblems(paths)).toEqual([expect.stringMatching(said)]);
  });
});

describe('the built files and their types', () => {
  const manifest = { name: '@a/b', dependencies: { '@c/d': '1' }, peerDependencies: { express: '5' } };

  it('import what comes with the package', () => {
    const text =
      "import { A } from '@c/d/e';\nimport type { B } from 'express';\nimport { C } from 'node:fs';\nconst fs = require('fs');\nexport { D } from './d.js';\n";
    expect(unlistedImports(manifest, [text])).toEqual([]);
  });

  it.each(["import * as z from 'zod/mini';\n", "import 'zod';\n", "export { A, B } from 'zod';\n"])(
    'are noticed with %j',
    (text) => {
      expect(unlistedImports(manifest, ["import { A } from '@c/d';\n", text])).toEqual([
        expect.stringContaining('imports zod,'),
      ]);
    },
  );
});

describe('the public types of an entry', () => {
  it('have the values of the JavaScript, and all else as types', () => {
    const types =
      "export * from '@a/b';\nexport * from '@a/c';\nexport { D, E } from '@a/d';\ndeclare class F {}\nexport { F, G as H, J as K };\n";
    const code = 'export * from "@a/c";\nexport {\n  D,\n  g as H\n};\n';
    expect(withoutOtherValues(types, code)).toBe(
      "export type * from '@a/b';\nexport * from '@a/c';\nexport { D, type E } from '@a/d';\ndeclare class F {}\nexport { type F, G as H, type J as K };\n",
    );
  });
});

describe('packing', () => {
  const made = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the `prepack` script in a new package with these files. */
  function prepack(files, entry = { types: './dist/index.d.ts', default: './dist/index.js' }) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-prepack-'));
    made.push(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ exports: { '.': entry } }));
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    const script = fileURLToPath(new URL('prepack.mjs', import.meta.url));
    return () => execFileSync(process.execPath, [script], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  }

  it('goes on where everything is built', () => {
    expect(prepack(['dist/index.d.ts', 'dist/index.js', 'README.md'])).not.toThrow();
  });

  it('is refused without the types, the code or the README that the package promises', () => {
    expect(prepack(['dist/index.js', 'README.md'])).toThrow(/Not packed: \.\/dist\/index\.d\.ts/);
    expect(prepack(['dist/index.d.ts', 'README.md'])).toThrow(/Not packed: \.\/dist\/index\.js/);
    expect(prepack(['dist/index.d.ts', 'dist/index.js'])).toThrow(/Not packed: \.\/README\.md/);
    expect(prepack(['dist/index.js', 'README.md'], { default: './dist/index.js' })).toThrow(/types of \./);
  });
});
