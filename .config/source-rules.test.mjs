import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect, inspectTree } from './source-rules.mjs';

const inCore = (text) => inspect({ path: 'packages/core/src/policy/policy.ts', text });

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

describe('an act has one way to the store, and one rule', () => {
  const anywhere = 'packages/engine/src/accounts/own-account.ts';
  const at = (text, path = anywhere) => inspect({ path, text });

  it.each([
    'await kernel.commitAct(change);',
    "await kernel['commitAct'](change);",
    'const { commitAct } = kernel;',
    'const { commitAct: write } = kernel;',
  ])('refuses %s', (text) => {
    expect(at(text)).toEqual([expect.stringMatching(/own-account\.ts:1 {2}names 'commitAct'/)]);
    expect(at(text, 'packages/engine/src/acts/role-gain.ts')).toHaveLength(1);
    for (const path of ['acts/perform-act.ts', 'sign-in/complete-step.ts', 'kernel/kernel.ts', 'create-sallyport.ts'])
      expect(at(text, `packages/engine/src/${path}`)).toEqual([]);
  });

  it.each([
    'if (policy.administrators.policy.includes(role)) act();',
    "if (policy.administrators['people'].includes(role)) act();",
    'const names = administrators.people;',
    'const [desk] = policy.administrators.helpdesk;',
    'const names = inForce.policy?.administrators?.people;',
    'const { policy: names } = inForce.policy.administrators;',
    'const { administrators: { people } } = policy;',
    'const { people } = administrators;',
  ])('refuses %s', (text) => {
    expect(at(text)).toEqual([
      expect.stringMatching(/own-account\.ts:1 {2}reads 'administrators\.(policy|people|helpdesk)'/),
    ]);
    expect(at(text, 'packages/http/src/guards.ts')).toHaveLength(1);
    for (const path of ['core/src/acts/administration.ts', 'assurance/src/analysis/preview-change.ts'])
      expect(at(text, `packages/${path}`)).toEqual([]);
  });

  it('lets other commits and other members of these names pass', () => {
    const text =
      'await kernel.commit(change);\nconst { policy } = inForce;\nconst { people } = world;\nview.policy.people;\n';
    expect(at(text)).toEqual([]);
  });
});

describe('one function builds the questions of the engine', () => {
  const at = (text, path = 'packages/engine/src/sessions/guard.ts') => inspect({ path, text });

  it.each([
    'judge(policy, act, { actor, target: factsOf(account, policy), evidence, now });',
    'const question = { actor, target, evidence: [], now };',
    'evaluate(policy, { account: factsOf(account, policy), evidence: record.evidence, now });',
    'evaluate(policy, { account: known && factsOf(known, policy), evidence, now, demand });',
  ])('refuses %s', (text) => {
    expect(at(text)).toEqual([expect.stringMatching(/guard\.ts:1 {2}builds the input of judge or evaluate/)]);
    expect(at(text, 'packages/engine/src/factors/question.ts')).toEqual([]);
    expect(at(text, 'packages/testing/src/acts/acts.ts')).toEqual([]);
  });

  it.each([
    'judge(policy, act, questionOf(policy, { actor, evidence, now }, account));',
    'const planned = plan({ account, now, actor, evidence });',
    "const actor = { kind: 'administrator', account: factsOf(acting, policy), isTarget };",
  ])('lets pass %s', (text) => {
    expect(at(text)).toEqual([]);
  });
});

describe('an import has a name', () => {
  it('that is written down, not computed', () => {
    const path = 'packages/engine/src/index.ts';
    expect(inspect({ path, text: 'export const load = (name: string) => import(name);' })).toHaveLength(1);
    expect(inspect({ path, text: "export const load = () => import('@sallyport/core');" })).toEqual([]);
  });
});

describe('the rules', () => {
  it('are for the sources of packages, and not for tests', () => {
    const root = mkdtempSync(join(tmpdir(), 'sallyport-rules-'));
    try {
      for (const path of [
        ...['packages/core/src/a/one.ts', 'packages/core/src/one.test.ts', 'packages/core/src/one.test-support.ts'],
        ...['packages/core/dist/one.ts', 'packages/core/run.mjs', 'examples/quickstart/src/one.ts'],
        'packages/assurance/src/a/two.ts',
      ]) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), 'console.log(1);');
      }
      expect(inspectTree(root)).toEqual([
        expect.stringMatching(/^packages\/assurance\/src\/a\/two\.ts:1 {2}uses/),
        expect.stringMatching(/^packages\/core\/src\/a\/one\.ts:1 {2}uses/),
      ]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
