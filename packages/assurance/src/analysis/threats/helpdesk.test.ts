import { definePolicy, type HelpdeskInput, judge, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { analyseBy, analyseThreats, type ThreatAnalysis } from './analyse-threats.ts';
import { threatWorld } from './host.ts';
import { previewThreats } from './preview-threats.ts';
import { chainText, thiefText } from './words.ts';

const DESK: HelpdeskInput = { roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] };
const under = (...helpdesk: readonly HelpdeskInput[]): PolicyInput<string> => ({
  administrators: { policy: ['super-admin'], people: ['admin'], helpdesk },
  roles: { contractor: { requiredStrength: 'enhanced' }, employee: { requiredStrength: 'enhanced' } },
});
const THIEF = { id: 'helpdesk:desk', thefts: ['helpdesk:desk'] } as const;
const host = { providers: {}, vault: false };
const thieves = [THIEF];

/** What a helpdesk reaches, by the role of the account. */
function reach({ cells }: Pick<ThreatAnalysis, 'cells'>): ReadonlyMap<string, ReadonlySet<string>> {
  const byRole = new Map<string, Set<string>>();
  for (const { account, reached } of cells) {
    const role = account.roles[0] ?? '';
    const goals = byRole.get(role) ?? new Set();
    for (const { goal } of reached) goals.add(goal);
    byRole.set(role, goals);
  }
  return byRole;
}

describe('N16 W4 a helpdesk in the table of threats', () => {
  it('keeps the accounts of the people whom it helps, and reaches nobody else', () => {
    const found = reach(analyseThreats(definePolicy(under(DESK)), { host, thieves }));
    expect(found.get('contractor')).toContain('keeps');
    expect(found.get('contractor')).toContain('factors-gone');
    for (const role of ['', 'admin', 'super-admin', 'desk', 'employee'])
      expect([...(found.get(role) ?? [])]).toEqual([]);
    expect(found.size).toBe(6);
  });

  it('comes in by the code of its reset, also without the right to vouch, and with the right to unlock not at all', () => {
    const of = (may: HelpdeskInput['may']) =>
      analyseThreats(definePolicy(under({ ...DESK, may })), { host, thieves }).cells.filter(
        ({ account }) => account.roles[0] === 'contractor',
      );
    const keeps = of(['reset']).flatMap(({ reached }) => reached.filter(({ goal }) => goal === 'keeps'));
    expect(keeps.map(({ chain }) => chainText(chain))[0]).toContain('helps in: takes every factor');
    expect(of(['unlock']).flatMap(({ reached }) => reached)).toEqual([]);
  });

  it('is a usual thief for each of its roles, by its name', () => {
    const { cells } = analyseThreats(definePolicy(under(DESK, { ...DESK, roles: ['night', 'desk'] })), {
      ...{
        host,
        accounts: [{ roles: ['contractor'], factors: { password: 'independent', totp: true, passkeys: [] } }],
      },
    });
    const thieves = new Set(cells.map(({ thief }) => thief));
    expect([...thieves].filter((id) => id.startsWith('helpdesk'))).toEqual(['helpdesk:desk', 'helpdesk:night']);
    expect(thiefText('helpdesk:night')).toBe('helpdesk (night)');
    expect(reach(analyseThreats(definePolicy(under()), { host, thieves: [THIEF] })).get('')?.size).toBe(0);
  });

  it('is what a thief of its owner’s passkey reaches, and the passkey of somebody else reaches no helpdesk', () => {
    const passkey = { id: 'passkey-and-pin', thefts: ['passkey', 'passkey-pin'] } as const;
    const found = reach(analyseThreats(definePolicy(under(DESK)), { host, thieves: [passkey] }));
    expect(found.get('desk')).toContain('helpdesk');
    expect(found.get('desk')).not.toContain('people');
    expect(found.get('contractor')).not.toContain('helpdesk');
    expect(found.get('admin')).toContain('people');
  });

  it('is a finding: information about the people whom it helps, and an error if a rule lets it reach more', () => {
    const codes = (analysis: Pick<ThreatAnalysis, 'findings'>) =>
      analysis.findings
        .filter(({ code }) => code.startsWith('helpdesk'))
        .map(({ code, severity }) => `${severity} ${code}`);
    expect(codes(analyseThreats(definePolicy(under(DESK)), { host, thieves }))).toEqual([
      'info helpdesk-reaches-people',
    ]);
    // A judge that forgets whom the helpdesk is over.
    const forgetful: typeof judge = (policy, act, question) =>
      judge(policy, act, {
        ...question,
        target:
          question.target && ['administrator', 'voucher'].includes(question.actor.kind)
            ? { ...question.target, roles: ['contractor'] }
            : question.target,
      });
    expect(codes(analyseBy(threatWorld(definePolicy(under(DESK)), host, { judge: forgetful }), { thieves }))).toContain(
      'error helpdesk-reaches-administration',
    );
  });

  it('N5 reaches more in the preview of a policy that lets it help more people', () => {
    const { worse } = previewThreats({
      from: definePolicy(under({ ...DESK, may: ['unlock'] })),
      to: definePolicy(under(DESK)),
      host,
      thieves,
    });
    expect(worse.map(({ thief, account }) => [thief, account.roles[0]])).toContainEqual([
      'helpdesk:desk',
      'contractor',
    ]);
    expect(worse.every(({ account }) => account.roles[0] === 'contractor')).toBe(true);
  });
});
