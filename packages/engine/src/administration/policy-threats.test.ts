import { previewThreats } from '@sallyport/assurance';
import { definePolicy, type PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { BARE_TENANT } from '../accounts/bare-kernel.test-support.ts';
import type { UnplacedKernel } from '../kernel/kernel.ts';
import type { ThreatAnswer, ThreatPreviews, ThreatQuestion } from '../kernel/threat-previews.ts';
import { office } from './office.test-support.ts';
import { impactCursors } from './policy-impact.ts';
import { type ThreatsImpact, threatsOf } from './policy-threats.ts';

const HOST = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'], directory: 'office' } as const;
const STRICT: PolicyInput<string> = {
  administrators: { policy: ['chief'] },
  roles: { chief: { requiredStrength: 'enhanced' } },
};
const LOOSE: PolicyInput<string> = { ...STRICT, enrollment: { firstFactor: 'password' } };

/** The comparison of two policies, by previews that answer so. */
async function comparing(
  compare: (question: ThreatQuestion) => ThreatAnswer,
  [from, to]: readonly [PolicyInput<string>, PolicyInput<string>] = [STRICT, LOOSE],
): Promise<{ readonly threats: ThreatsImpact; readonly asked: ThreatQuestion[] }> {
  const asked: ThreatQuestion[] = [];
  const previews: Pick<ThreatPreviews, 'compare'> = {
    async compare(question) {
      asked.push(question);
      return compare(question);
    },
  };
  const kernel = { threats: previews, of: () => ({ host: HOST }) } as unknown as UnplacedKernel;
  const [before, policy] = [definePolicy(from, HOST), definePolicy(to, HOST)];
  const threats = await threatsOf(kernel, BARE_TENANT, { policy, before });
  if (threats === undefined) throw new RangeError('the kernel compares');
  return { threats, asked };
}

function inThisThread(question: ThreatQuestion): ThreatAnswer {
  const [from, to] = [definePolicy(question.from, HOST), definePolicy(question.to, HOST)];
  const thieves = [{ id: 'password', thefts: ['password'] }] as const;
  return { state: 'analysed', change: previewThreats({ from, to, host: question.threats, thieves }) };
}

describe('what a preview says of thieves', () => {
  it('N5 N16 has the cells that get worse, with the chain and the number of accounts of the kind', async () => {
    const { threats, asked } = await comparing(inThisThread);
    const password = { password: 'independent', mailDomain: 'x.example', passkeys: [] } as const;
    threats.count({ roles: ['chief'], factors: password });
    threats.count({ roles: ['chief'], factors: password });
    threats.count({ roles: [], factors: password });
    const { threats: rows, threatAnalysis } = await threats.result();
    expect(rows?.[0]).toMatchObject({
      ...{ thief: 'password', reach: 'chief: password, mail', before: 'nothing', after: 'policy', accounts: 2 },
      chain: 'signs in by the password → sets up a passkey of their own → changes the policy',
    });
    expect(threatAnalysis).toEqual({ state: 'decided', more: rows?.length, less: 0, undecided: 0 });
    expect(asked).toEqual([
      { from: STRICT, to: LOOSE, host: HOST, threats: { vault: false, directory: { name: 'office' } } },
    ]);
  });

  it('N5 N16 counts the cells of a tightening, and has none where nothing changes', async () => {
    const { threats } = await comparing(inThisThread, [LOOSE, STRICT]);
    const less = expect.any(Number);
    const { betterThreats, ...others } = await threats.result();
    expect(betterThreats?.[0]).toMatchObject({ before: 'policy', after: 'nothing', accounts: 0 });
    expect(betterThreats?.[0]?.codes).toMatchObject({
      thief: 'password',
      roles: ['chief'],
      before: ['policy'],
      after: [],
    });
    expect(others).toEqual({
      threats: [],
      threatAnalysis: { state: 'decided', more: 0, less, undecided: 0 },
    });
    expect((await threats.result()).threatAnalysis?.less).toBeGreaterThan(0);
    const same = await comparing(inThisThread, [STRICT, STRICT]);
    expect((await same.threats.result()).threatAnalysis).toEqual({ state: 'decided', more: 0, less: 0, undecided: 0 });
  });

  it('N5 N16 lists the cells of accounts that exist first, also beyond a hundred graver cells', async () => {
    const answer = inThisThread({ from: STRICT, to: LOOSE, host: HOST, threats: {} });
    const [cell] = answer.state === 'analysed' ? answer.change.worse : [];
    if (cell === undefined) throw new RangeError('a cell gets worse');
    const real = { ...cell, account: { ...cell.account, roles: [] }, gained: 'session-single' } as const;
    const worse = [...Array.from({ length: 100 }, () => cell), real];
    const { threats } = await comparing(() => ({ state: 'analysed', change: { worse, better: [], undecided: 0 } }));
    threats.count({ roles: [], factors: real.account.factors });
    const { threats: rows } = await threats.result();
    expect(rows?.map(({ accounts }) => accounts).slice(0, 2)).toEqual([1, 0]);
  });

  it('N5 N16 lists a hundred cells, and counts all; is not decided where a search is not', async () => {
    const answer = inThisThread({ from: STRICT, to: LOOSE, host: HOST, threats: {} });
    const [cell] = answer.state === 'analysed' ? answer.change.worse : [];
    if (cell === undefined) throw new RangeError('a cell gets worse');
    const worse = Array.from({ length: 101 }, () => cell);
    const better = Array.from({ length: 2 }, () => ({ ...cell, lost: cell.gained }));
    const { threats } = await comparing(() => ({ state: 'analysed', change: { worse, better, undecided: 3 } }));
    const { threats: rows, threatAnalysis } = await threats.result();
    expect(rows).toHaveLength(100);
    expect(threatAnalysis).toEqual({ state: 'not-decided', more: 101, less: 2, undecided: 3 });
  });

  it.each(['running', 'not-decided', 'not-analysed'] as const)(
    'N5 N16 has no list where the analysis is %s',
    async (state) => {
      const { threats } = await comparing(() => ({ state }));
      expect(await threats.result()).toEqual({ threatAnalysis: { state, more: 0, less: 0, undecided: 0 } });
    },
  );

  it('N5 N16 stands on the first page of a preview alone, beside the impact, and not where the host wants none', async () => {
    const { world, root } = await office({ previewThreats: true });
    const policy: PolicyInput<string> = {
      requiredStrength: 'single',
      administrators: { policy: ['super-admin'], people: ['admin'] },
    };
    const first = await world.auth.policy.preview(root.tenant, policy);
    if (isRefusal(first)) throw new Error(first.refused);
    expect(first.threatAnalysis).toBeDefined();
    const cursor = impactCursors(root.tenant).at('a');
    const later = await world.auth.policy.preview(root.tenant, policy, { cursor });
    expect(later).not.toHaveProperty('threatAnalysis');
    await world.auth.close();
    const without = await office();
    expect(await without.world.auth.policy.preview(without.root.tenant, policy)).not.toHaveProperty('threatAnalysis');
    expect(await world.auth.policy.preview(root.tenant, { methods: 7 })).toMatchObject({
      refused: 'malformed-input',
    });
  });
});
