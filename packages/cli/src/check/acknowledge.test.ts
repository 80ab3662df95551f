import { type AcknowledgedInput, instant } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import { acknowledge } from './acknowledge.ts';
import type { CheckFinding, CheckReport } from './report.ts';

const sallyport = install();

const DAY = 86_400_000;
const on = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const [SOON, YESTERDAY] = [on(30), on(-1)];
/** Two warnings, one for each role. */
const POLICY = { roles: { 'a.b': { requiredStrength: 'single' }, c: { requiredStrength: 'single' } } };
const never = (entry: object) => ({
  code: 'rule-never-matters',
  reason: 'The auditors read it',
  until: SOON,
  ...entry,
});

async function checked(
  acknowledged: readonly object[],
  ...options: readonly string[]
): Promise<{ readonly code: unknown; readonly text: string; readonly report: CheckReport }> {
  const file = sallyport.write('accepted.json', { ...POLICY, acknowledged });
  const { code, out } = await sallyport.ask(['check', file, '--max-warnings', '0', ...options]);
  expect(widest(out)).toBeLessThanOrEqual(80);
  const json = await sallyport.ask(['check', file, '--json', ...options]);
  return { code, text: unwrapped(out), report: JSON.parse(json.out) };
}

describe('N4 a finding that the policy accepts', () => {
  it('counts for nothing, and is printed apart with its reason', async () => {
    expect((await checked([])).code).toBe(1);
    const { code, text, report } = await checked([never({})]);
    expect(code).toBe(0);
    expect(text).toContain(`accepted until ${SOON}: rule-never-matters roles.c.requiredStrength: The auditors read it`);
    expect(text).toContain(', 2 accepted');
    expect(report).toMatchObject({ status: 'clean', counts: { warnings: 0 }, unneeded: [] });
    expect(report.accepted?.map(({ path, reason, until }) => ({ path, reason, until }))).toEqual(
      ['roles.a.b.requiredStrength', 'roles.c.requiredStrength'].map((path) => ({
        ...{ path, reason: 'The auditors read it', until: SOON },
      })),
    );
    expect(report.findings.map(({ code: found }) => found)).not.toContain('rule-never-matters');
  });

  it('is accepted for a role alone, whatever dots its name has', async () => {
    const { code, report } = await checked([never({ role: 'a.b' }), never({ role: 'a', code: 'dead-end' })]);
    expect(code).toBe(1);
    expect(report.accepted?.map(({ path }) => path)).toEqual(['roles.a.b.requiredStrength']);
    expect(report.counts.warnings).toBe(1);
  });

  it('comes back when its day is over, and says until when it was accepted', async () => {
    const { code, text, report } = await checked([never({ until: YESTERDAY })]);
    expect(code).toBe(1);
    expect(text).toContain(`The policy accepted this until ${YESTERDAY}.`);
    expect(report.findings[0]).toMatchObject({ acceptedUntil: YESTERDAY });
    expect(report).toMatchObject({ accepted: [], unneeded: [], counts: { warnings: 2 } });
    expect((await checked([never({ until: on(0) })])).code).toBe(0);
  });

  it('is told as no longer needed if there is none, for its code or its role', async () => {
    const gone = [never({ role: 'gone' }), never({ code: 'dead-end', until: YESTERDAY }), never({})];
    const { code, text, report } = await checked(gone);
    expect(code).toBe(0);
    expect(text).toContain(
      "no longer needed: there is no finding rule-never-matters of the role 'gone'. Take the entry",
    );
    expect(text).toContain('no longer needed: there is no finding dead-end.');
    expect(report.unneeded).toEqual(gone.slice(0, 2));
  });

  it('is not called unneeded where an option is missing without which nothing could be found', async () => {
    const entries = [never({}), never({ code: 'preset-deviation' }), never({ code: 'role-unknown-to-policy' })];
    expect((await checked(entries)).report.unneeded).toEqual([]);
    const { report } = await checked(entries, '--preset', 'pci', '--roles', 'a.b,c,d');
    expect(report.accepted?.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['preset-deviation', 'role-unknown-to-policy']),
    );
    expect(report).toMatchObject({ counts: { errors: 0 }, unneeded: [] });
  });

  it('about several roles is accepted once all of them are', () => {
    const finding = { code: 'one-device-is-enough', severity: 'info', message: '' } as const;
    const of = (...roles: string[][]): CheckFinding => ({ ...finding, roles });
    const device = (role?: string): AcknowledgedInput =>
      never({ code: finding.code, ...(role !== undefined && { role }) });
    const left = (found: CheckFinding, ...entries: AcknowledgedInput[]) => {
      const { findings, unneeded } = acknowledge([found], entries, { now: instant(0), canFind: () => true });
      return [findings.length, unneeded.length];
    };
    expect(left(of(['a'], ['b', 'c']), device('a'))).toEqual([1, 0]);
    expect(left(of(['a'], ['b', 'c']), device('a'), device('c'))).toEqual([0, 0]);
    expect(left(of([], ['a']), device('a'))).toEqual([1, 0]);
    expect(left(of([], ['a']), device())).toEqual([0, 0]);
    expect(left(finding, device('a'))).toEqual([1, 1]);
  });

  it.each([
    ['a day', { until: '2027-02-30' }, 'acknowledged.0.until'],
    ['a reason', { reason: ' ' }, 'acknowledged.0.reason'],
    ['a code', { code: 'Rule never matters' }, 'acknowledged.0.code'],
  ])('has %s', async (_, wrong, path) => {
    const { report } = await checked([never(wrong)]);
    expect(report.problems.map((problem) => problem.path)).toEqual([path]);
  });
});
