import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const planted = realpathSync(mkdtempSync(join(tmpdir(), 'sallyport-layers-')));
afterAll(() => rmSync(planted, { recursive: true, force: true }));

/** Imports that break a rule: the file, what it imports, and the rule. */
const refused = [
  ['packages/core/src/policy/a1.ts', "import 'node:fs';", 'core-and-zod'],
  ['packages/core/src/policy/a2.ts', "import { readFileSync } from 'fs';", 'core-and-zod'],
  ['packages/core/src/policy/a3.ts', "import type { Stats } from 'node:fs';", 'core-and-zod'],
  ['packages/core/src/policy/a4.ts', "export { readFile } from 'node:fs/promises';", 'core-and-zod'],
  ['packages/core/src/policy/a5.ts', "export type S = import('node:fs').Stats;", 'core-and-zod'],
  ['packages/core/src/policy/a6.ts', "import fs = require('node:fs');\nexport { fs };", 'core-and-zod'],
  ['packages/core/src/policy/a7.ts', "export const fs = require('node:fs');", 'core-and-zod'],
  ['packages/core/src/policy/a8.ts', "export const fs = await import('node:fs');", 'core-and-zod'],
  ['packages/core/src/policy/a9.ts', "import { describe } from 'vitest';\nexport { describe };", 'core-and-zod'],
  ['packages/core/src/policy/a10.ts', "export * from '@sallyport/engine';", 'layer-of-packages/core'],
  ['packages/core/src/policy/a11.ts', "export * from '../../../engine/src/index.ts';", 'by-its-name'],
  ['packages/core/src/policy/a12.ts', '/// <reference path="../../../engine/src/index.ts" />', 'by-its-name'],
  ['packages/core/src/policy/a13.test.ts', "import 'node:fs';", 'tests-of-core'],
  ['packages/core/src/policy/a14.test.ts', "import '@sallyport/engine';", 'tests-of-core'],
  ['packages/core/src/policy/a15.ts', "import '@sallyport/assurance';", 'layer-of-packages/core'],
  ['packages/assurance/src/analysis/a16.ts', "import '@sallyport/store';", 'layer-of-packages/assurance'],
  ['packages/assurance/src/analysis/a17.ts', "import 'node:fs';", 'assurance-core-and-zod'],
  ['packages/assurance/src/analysis/a18.test.ts', "import '../../../core/src/policy/part.ts';", 'tests-of-assurance'],
  ['packages/assurance/src/analysis/a19.test.ts', "import '@sallyport/testing';", 'tests-of-assurance'],
  ['packages/engine/src/acts/a20.ts', "import '../../../core/src/model/index.ts';", 'core-model-for-assurance'],
  ['packages/engine/src/acts/b1.ts', "import '@sallyport/http';", 'layer-of-packages/engine'],
  ['packages/engine/src/acts/b2.ts', "export * from '@sallyport/storage-memory';", 'layer-of-packages/engine'],
  ['packages/http/src/b3.ts', "await import('@sallyport/express');", 'layer-of-packages/http'],
  ['packages/testing/src/b4.ts', "import type { X } from '@sallyport/http';", 'layer-of-packages/testing'],
  ['packages/storage-memory/src/b5.ts', "import '@sallyport/testing';", 'layer-of-packages/storage-memory'],
  ['packages/express/src/b6.ts', "import '@sallyport/koa';", 'layer-of-packages/express'],
  ['packages/browser/src/b7.ts', "import '@sallyport/core';", 'layer-of-packages/browser'],
  ['packages/vault/src/b8.ts', "import '@sallyport/browser';", 'layer-of-packages/vault'],
  ['packages/engine/src/acts/b9.ts', "import '@sallyport/test-support/slapd';", 'layer-of-packages/engine'],
  ['packages/express/src/c1.ts', "import '@sallyport/core';", 'listed-by-packages/express'],
  ['packages/engine/src/acts/c2.ts', "import 'lodash';", 'listed-in-package-json'],
  ['packages/engine/src/acts/c3.ts', "import './absent.ts';", 'found'],
  ['packages/http/src/c4.ts', "import '../../engine/src/index.ts';", 'by-its-name'],
  ['packages/engine/src/c5.test.ts', "import '../../http/src/index.ts';", 'by-its-name'],
  ['packages/test-support/src/stores/c6.ts', "import '../../../engine/src/index.ts';", 'by-its-name'],
  ['examples/quickstart/src/c7.ts', "import '../../../packages/engine/src/index.ts';", 'by-its-name'],
  ['packages/http/src/c8.test.ts', "import '../../../.config/tsup.ts';", 'tools-beside-sources'],
  ['packages/browser/src/c9.ts', "import 'node:crypto';", 'runs-in-browsers'],
  ['packages/engine/src/contract/d1.ts', "import type { X } from '../kernel/index.ts';", 'folder-engine-contract'],
  ['packages/engine/src/kernel/d2.ts', "import '../sign-in/index.ts';", 'folder-engine-kernel'],
  ['packages/engine/src/sessions/d3.ts', "import '../sign-in/index.ts';", 'folder-engine-sessions'],
  ['packages/engine/src/contract/host/d4.ts', "import '../../kernel/index.ts';", 'folder-engine-contract'],
  ['packages/engine/src/administration/d5.ts', "import '../index.ts';", 'folder-engine-administration'],
  ['packages/engine/src/d6.ts', "import './unheard-of/part.ts';", 'folder-engine-placed'],
  ['packages/http/src/shapes/d7.ts', "import '../routes/index.ts';", 'folder-http-shapes'],
  ['packages/core/src/strength/d8.ts', "import type { X } from '../policy/index.ts';", 'folder-core-strength'],
  ['packages/storage-postgres/src/records/d9.ts', "import '../commit/commit.ts';", 'folder-storage-postgres-records'],
  ['packages/http/src/e1.ts', "import { b } from './e2.ts';\nexport const a = b;", 'no-circle'],
  ['packages/http/src/e3.ts', "import './e4.ts';", 'no-circle'],
  ['packages/http/src/e6.ts', "import './e6.ts';", 'no-circle'],
];

/** The files that close the circles of e1 and e3. dependency-cruiser reports each circle once. */
const closing = [
  ['packages/http/src/e2.ts', "import type { a } from './e1.ts';\nexport const b: typeof a = 1;"],
  ['packages/http/src/e4.ts', "export type A = import('./route/e5.ts').B;"],
  ['packages/http/src/route/e5.ts', "import '../e3.ts';"],
];

/** Imports that break no rule. */
const accepted = [
  ['packages/core/src/policy/f1.ts', "import { z } from 'zod';\nimport * as m from 'zod/mini';\nexport { z, m };"],
  ['packages/core/src/policy/f2.test.ts', "import 'vitest';\nimport 'fast-check';\nimport '@sallyport/testing';"],
  ['packages/assurance/src/analysis/f2.ts', "import '@sallyport/core';\nimport 'zod/mini';"],
  [
    'packages/assurance/src/analysis/f2.test.ts',
    "import '@sallyport/core';\nimport '../../../core/src/decision/facts.test-support.ts';",
  ],
  ['packages/engine/src/acts/f3.ts', "import '@sallyport/core';\nimport 'node:crypto';\nimport './f4.ts';"],
  ['packages/engine/src/acts/f4.ts', "import '../contract/index.ts';"],
  ['packages/engine/src/f5.ts', "import './administration/index.ts';\nimport './acts/f3.ts';"],
  ['packages/engine/src/acts/f6.test.ts', "import '@sallyport/storage-memory';\nimport '../sign-in/index.ts';"],
  ['packages/http/src/f7.ts', "import '@sallyport/engine';"],
  ['packages/express/src/f8.ts', "import type { Request } from 'express';"],
  ['packages/cli/src/f9.ts', "import '@sallyport/core';"],
  ['examples/quickstart/src/f10.ts', "import '@sallyport/http';"],
  ['packages/http/tsup.config.ts', "import '../../.config/tsup.ts';"],
  ['packages/test-support/src/stores/attacks.test-support.ts', "import '../../../engine/src/index.ts';"],
  // No circle: two ways to one file.
  ['packages/http/src/g1.ts', "import './g2.ts';\nimport './g3.ts';"],
  ['packages/http/src/g2.ts', "import './g4.ts';"],
  ['packages/http/src/g3.ts', "import './g4.ts';"],
  ['packages/http/src/g4.ts', ''],
  ['packages/http/src/g4.test.ts', "import './g1.ts';"],
];

/** Which rules each of the planted files breaks. */
function violations() {
  const write = (path, text) => {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), text);
  };
  for (const group of ['packages', 'examples']) {
    for (const name of readdirSync(join(root, group))) {
      const manifest = manifestOf(join(root, group, name));
      if (manifest === undefined) continue;
      const entry = { '@sallyport/source': './src/index.ts' };
      write(`${group}/${name}/package.json`, JSON.stringify({ ...manifest, exports: { '.': entry, './*': entry } }));
      write(`${group}/${name}/src/index.ts`, '');
      mkdirSync(join(planted, 'node_modules/@sallyport'), { recursive: true });
      symlinkSync(join(planted, group, name), join(planted, 'node_modules', manifest.name));
    }
  }
  for (const name of ['zod', 'vitest', 'fast-check', 'lodash', 'express']) {
    const exports = { '.': './index.js', './*': './index.js' };
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, exports }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const folder of ['contract', 'kernel', 'sign-in', 'administration', 'unheard-of'])
    write(`packages/engine/src/${folder}/${folder === 'unheard-of' ? 'part' : 'index'}.ts`, '');
  write('packages/http/src/routes/index.ts', '');
  for (const file of ['policy/index', 'policy/part', 'model/index', 'decision/facts.test-support'])
    write(`packages/core/src/${file}.ts`, '');
  write('packages/storage-postgres/src/commit/commit.ts', '');
  write('.config/tsup.ts', '');
  write('package.json', '{}');
  for (const [path, text] of [...refused, ...closing, ...accepted]) write(path, `${text}\n`);

  const config = join(root, '.dependency-cruiser.mjs');
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', config, '--output-type', 'json', 'packages', 'examples'],
    { cwd: planted, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  const found = new Map();
  for (const { from, rule } of JSON.parse(stdout).summary.violations)
    found.set(from, [...(found.get(from) ?? []), rule.name]);
  return found;
}

function manifestOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

describe('the layers, the folders and the circles', () => {
  const found = violations();

  it.each(refused)('%s may not have: %s', (path, _, rule) => {
    expect(found.get(path)).toContain(rule);
  });

  it.each(accepted)('%s may have: %s', (path) => {
    expect(found.get(path)).toBeUndefined();
  });
});
