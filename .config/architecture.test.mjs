import { describe, expect, it } from 'vitest';
import { inspect, inspectCircles, inspectPackage } from './architecture.mjs';

const manifest = {
  dependencies: { zod: '*', '@sallyport/core': '*', '@sallyport/engine': '*', '@sallyport/http': '*' },
};
const inCore = (text, path = 'packages/core/src/policy/policy.ts') => inspect({ path, text }, manifest);
const inside = (folder, text, file = 'src/index.ts') => inspect({ path: `${folder}/${file}`, text }, manifest);

describe('core imports zod and nothing else', () => {
  it.each([
    "import 'node:fs';",
    "import { readFileSync } from 'fs';",
    "import type { Stats } from 'node:fs';",
    "export * from 'node:fs';",
    "export { readFile } from 'node:fs/promises';",
    "type S = import('node:fs').Stats;",
    "import fs = require('node:fs');",
    "const fs = require('node:fs');",
    "const fs = await import('node:fs');",
    'const load = (name) => import(name);',
    "await import('./policy.ts');",
    '/// <reference types="node" />',
    '/// <reference path="../../../engine/src/index.ts" />',
    "declare module 'node:fs' {}",
    "import { createSallyport } from '@sallyport/engine';",
    "import { step } from '../../../engine/src/step.ts';",
    "import express from 'express';",
    "import { describe } from 'vitest';",
    "import { findChromium } from '../../../test-support/src/real-parts.ts';",
  ])('refuses %s', (text) => {
    expect(inCore(text)).not.toEqual([]);
  });

  it('lets zod, its own files and types pass', () => {
    const text = "import { z } from 'zod';\nimport * as m from 'zod/mini';\nexport { join } from './join.ts';\n";
    expect(inCore(text)).toEqual([]);
  });

  it('lets its tests have vitest, fast-check and @sallyport/testing, and no more', () => {
    const test = 'packages/core/src/policy/policy.test.ts';
    const fine =
      "import { it } from 'vitest';\nimport fc from 'fast-check';\nimport { x } from '@sallyport/testing';\n";
    expect(inCore(fine, test)).toEqual([]);
    expect(inCore("import 'node:fs';", test)).toHaveLength(1);
    expect(inCore("import '@sallyport/engine';", test)).toHaveLength(1);
  });
});

describe('core has no clock, randomness or I/O', () => {
  it.each([
    'export const at = Date.now();',
    "export const at = Date['now']();",
    'export const at = new Date();',
    'export const at = new Date;',
    'export const at = Date();',
    'export const at = new Date(...[]);',
    'export const at = new Date(2026, 1, 1);',
    'const { now } = Date;',
    'const Clock = Date; export const at = Clock.now();',
    'export const read = (clock = Date) => clock.now();',
    "export const at = globalThis['Date'].now();",
    'const { Date: D } = globalThis;',
    'export const id = Math.random();',
    "export const id = Math['random']();",
    'const { random } = Math;',
    'export const id = crypto.randomUUID();',
    'export const at = performance.now();',
    'setTimeout(() => {}, 1);',
    'const later = [setTimeout];',
    'export const env = process.env;',
    "console.log('x');",
    "await fetch('/');",
    'export const ports = { fetch };',
    "new Function('return Date.now()')();",
    "eval('1');",
    'export const here = import.meta.url;',
    'declare const process: { env: object };',
    'declare const process: unique symbol;',
    'declare const clock: { now(): number };',
    'declare global { var clock: number }',
    'export const at = new Intl.DateTimeFormat().format();',
    'function f() { const process = 1; return process; } export const env = process.env;',
  ])('refuses %s', (text) => {
    expect(inCore(text)).not.toEqual([]);
  });

  it.each([
    'export const at = Date.UTC(2026, 0, 1) + Date.parse("2026-01-01T00:00:00Z");',
    'export const text = (instant: number) => new Date(instant).toISOString();',
    'export type Field = { window: string; process(): void; at: Date };',
    'export const most = Math.max(1, 2);',
    'export const limit = (lockout: { window: string }) => { const { window } = lockout; return { window }; };',
    'export const limit = ({ window: w }: { window: string }) => w;',
    'export const rule = { window: "15m" }; export const w = rule.window;',
    'export function step(process: string) { return process; }',
    'declare const brand: unique symbol; export type Instant = number & { [brand]: true };',
    'export class Grant { declare readonly name: string; }',
  ])('lets pass %s', (text) => {
    expect(inCore(text)).toEqual([]);
  });
});

describe('dependencies point towards core', () => {
  it.each([
    ['packages/engine', '@sallyport/http'],
    ['packages/engine', '@sallyport/storage-memory'],
    ['packages/http', '@sallyport/express'],
    ['packages/http', '@sallyport/storage-memory'],
    ['packages/testing', '@sallyport/http'],
    ['packages/storage-memory', '@sallyport/testing'],
    ['packages/express', '@sallyport/koa'],
    ['packages/browser', '@sallyport/core'],
    ['packages/vault', '@sallyport/browser'],
    ['packages/unheard-of', '@sallyport/core'],
  ])('%s may not import %s', (folder, wanted) => {
    for (const statement of [`import '${wanted}';`, `export * from '${wanted}/part';`, `await import('${wanted}');`]) {
      expect(inside(folder, statement)).toHaveLength(1);
    }
  });

  it.each([
    ['packages/engine', '@sallyport/core'],
    ['packages/http', '@sallyport/engine'],
    ['packages/express', '@sallyport/http'],
    ['packages/cli', '@sallyport/engine'],
    ['examples/quickstart', '@sallyport/http'],
  ])('%s may import %s', (folder, wanted) => {
    expect(inside(folder, `import '${wanted}';`)).toEqual([]);
  });

  it('refuses what package.json does not list, and the insides of another package', () => {
    expect(inside('packages/engine', "import 'lodash';")).toHaveLength(1);
    expect(inside('packages/http', "import '../../engine/src/step.ts';")).toHaveLength(1);
    expect(inside('packages/http', "import '../../../.config/tsup.ts';")).toHaveLength(1);
    expect(inside('examples/quickstart', "import '../../../packages/engine/src/step.ts';")).toHaveLength(1);
  });

  it('leaves tests free, but for the insides of another package', () => {
    expect(inside('packages/engine', "import '@sallyport/storage-memory';", 'src/step.test.ts')).toEqual([]);
    expect(inside('packages/engine', "import '@sallyport/test-support/slapd';", 'src/step.test.ts')).toEqual([]);
    expect(inside('packages/engine', "import '../../../.config/tsup.ts';", 'src/step.test.ts')).toHaveLength(1);
    expect(inside('packages/engine', "import '../../.config/tsup.ts';", 'tsup.config.ts')).toEqual([]);
    expect(inside('packages/engine', "import '../../http/src/index.ts';", 'src/step.test.ts')).toHaveLength(1);
    const attacks = "import '../../../engine/src/acts/attacks/planted-account.test.ts';";
    expect(inside('packages/test-support', attacks, 'src/stores/attacks.test-support.ts')).toEqual([]);
    expect(inside('packages/test-support', attacks, 'src/stores/records.ts')).toHaveLength(1);
  });

  it('keeps Node out of what runs in the browser, and lets it into the engine', () => {
    expect(inside('packages/browser', "import 'node:crypto';")).toHaveLength(1);
    expect(inside('packages/engine', "import 'node:crypto';")).toEqual([]);
  });

  it('holds package.json to the same rule', () => {
    expect(inspectPackage('core', { dependencies: { zod: '*' } })).toEqual([]);
    expect(inspectPackage('core', { dependencies: { lodash: '*' } })).toHaveLength(1);
    expect(inspectPackage('engine', { dependencies: { '@sallyport/http': '*' } })).toHaveLength(1);
    expect(inspectPackage('unheard-of', {})).toHaveLength(1);
  });
});

describe('a file has one concept', () => {
  it('350 lines pass and 351 do not, in tests too', () => {
    expect(inside('packages/http', '\n'.repeat(350))).toEqual([]);
    expect(inside('packages/http', '\n'.repeat(351))).toHaveLength(1);
    expect(inside('packages/http', '\n'.repeat(351), 'src/routes.test.ts')).toHaveLength(1);
  });
});

describe('the folders of the engine have an order', () => {
  const engine = (file, specifier) =>
    inside('packages/engine', `import type { X } from '${specifier}';`, `src/${file}`);

  it.each([
    ['contract/flow.ts', '../kernel/kernel.ts'],
    ['kernel/kernel.ts', '../sign-in/step.ts'],
    ['sessions/guard.ts', '../sign-in/change.ts'],
    ['contract/host/parts.ts', '../../kernel/kernel.ts'],
    ['administration/people.ts', '../create-sallyport.ts'],
    ['administration/people.ts', '../unheard-of/part.ts'],
    ['unheard-of/part.ts', '../contract/flow.ts'],
    ['create-sallyport.ts', './unheard-of/part.ts'],
  ])('%s may not import %s', (file, specifier) => {
    expect(engine(file, specifier)).toHaveLength(1);
    expect(engine(file.replace('.ts', '.test.ts'), specifier)).toEqual([]);
  });

  it.each([
    ['sign-in/change.ts', '../sessions/guard.ts'],
    ['sign-in/change.ts', './step.ts'],
    ['contract/host/parts.ts', '../flow.ts'],
    ['index.ts', './administration/people.ts'],
    ['index.ts', './create-sallyport.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(engine(file, specifier)).toEqual([]);
  });
});

describe('no files import each other in a circle', () => {
  const files = (texts) => Object.entries(texts).map(([name, text]) => ({ path: `packages/http/src/${name}`, text }));

  it.each([
    ['two files', { 'a.ts': "import { b } from './b.ts';", 'b.ts': "import { a } from './a.ts';" }],
    ['types', { 'a.ts': "import type { B } from './b.ts';", 'b.ts': "import { type A } from './a.ts';" }],
    ['an import() of a type', { 'a.ts': "type B = import('./b.ts').B;", 'b.ts': "import { a } from './a.ts';" }],
    ['an import when it is needed', { 'a.ts': "await import('./in/b.ts');", 'in/b.ts': "export * from '../a.ts';" }],
    [
      'three files, beside others',
      {
        'a.ts': "import './b.ts';",
        'b.ts': "import './c.ts'; import './d.ts';",
        'c.ts': "import './a.ts';",
        'd.ts': 'export {};',
      },
    ],
    ['one file', { 'a.ts': "import './a.ts';" }],
  ])('refuses a circle of %s', (_, texts) => {
    expect(inspectCircles(files(texts))).toHaveLength(1);
  });

  it('names each circle once, with all its files', () => {
    const problems = inspectCircles(
      files({
        'a.ts': "import './b.ts';",
        'b.ts': "import './a.ts'; import './c.ts';",
        'c.ts': "import './d.ts';",
        'd.ts': "import './c.ts';",
      }),
    );
    expect(problems).toHaveLength(2);
    expect(problems.join()).toContain('a.ts, packages/http/src/b.ts');
    expect(problems.join()).toContain('c.ts, packages/http/src/d.ts');
  });

  it('lets pass what only comes together again, and what tests import', () => {
    const texts = {
      'a.ts': "import './b.ts'; import './c.ts';",
      'b.ts': "import './d.ts';",
      'c.ts': "import './d.ts';",
      'd.ts': 'export {};',
      'd.test.ts': "import './a.ts';",
    };
    expect(inspectCircles(files(texts))).toEqual([]);
  });
});

describe('an act has one way to the store, and one rule', () => {
  const anywhere = 'packages/engine/src/accounts/own-account.ts';
  const at = (text, path = anywhere) => inspect({ path, text }, manifest);

  it.each([
    'await kernel.commitAct(change);',
    "await kernel['commitAct'](change);",
    'const { commitAct } = kernel;',
    'const { commitAct: write } = kernel;',
  ])('refuses %s', (text) => {
    expect(at(text)).toEqual([expect.stringMatching(/own-account\.ts:1 {2}names 'commitAct'/)]);
    expect(at(text, 'packages/engine/src/acts/role-gain.ts')).toHaveLength(1);
    for (const path of ['acts/carry-out.ts', 'sign-in/take-step.ts', 'kernel/kernel.ts', 'create-sallyport.ts'])
      expect(at(text, `packages/engine/src/${path}`)).toEqual([]);
    expect(at(text, 'packages/engine/src/acts/carry-out.test.ts')).toEqual([]);
    expect(at(text, 'packages/engine/src/sign-in/step.test-support.ts')).toEqual([]);
  });

  it.each([
    'if (policy.administrators.policy.includes(role)) act();',
    "if (policy.administrators['people'].includes(role)) act();",
    'const names = administrators.people;',
    'const names = inForce.policy?.administrators?.people;',
    'const { policy: names } = inForce.policy.administrators;',
    'const { administrators: { people } } = policy;',
    'const { people } = administrators;',
  ])('refuses %s', (text) => {
    expect(at(text)).toEqual([expect.stringMatching(/own-account\.ts:1 {2}reads 'administrators\.(policy|people)'/)]);
    expect(at(text, 'packages/http/src/guards.ts')).toHaveLength(1);
    for (const path of ['core/src/acts/administration.ts', 'core/src/analysis/preview-change.ts'])
      expect(at(text, `packages/${path}`)).toEqual([]);
    expect(at(text, 'packages/engine/src/accounts/own-account.test.ts')).toEqual([]);
  });

  it('lets other commits and other members of these names pass', () => {
    const text =
      'await kernel.commit(change);\nconst { policy } = inForce;\nconst { people } = world;\nview.policy.people;\n';
    expect(at(text)).toEqual([]);
  });
});
