import { describe, expect, it } from 'vitest';
import { account, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { aged, MINUTE } from '../policy/acme.test-support.ts';
import { defineOrganisation } from '../policy/define-organisation.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { OrganisationInput } from '../policy/organisation-input.ts';
import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation, policyIn } from '../policy/policy-in.ts';
import { reachIn } from '../reach/reach-in.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import type { Act, ActQuestion } from './act.ts';
import { everyAct } from './asked.test-support.ts';
import { judge } from './judge.ts';

const POLICY = definePolicy<string>({
  requiredStrength: 'single',
  administrators: { policy: ['root'], people: ['desk'] },
  organisations: {
    roles: { owner: {}, manager: {}, member: {} },
    administrators: { rule: ['owner'], people: ['owner', 'manager'] },
  },
});
const ADA = account({ ...WITH_MAIL, totp: true });
const BOTH: readonly Evidence[] = [password(), proof('totp')];

const inAcme = (roles: readonly string[], written: OrganisationInput<string> = {}) =>
  policyIn(POLICY, {
    contexts: [],
    organisation: { rules: defineOrganisation(POLICY, 'acme', written), roles },
    now: NOW,
  });

function answer(
  act: Act,
  roles: readonly string[],
  {
    written,
    evidence = BOTH,
    ...more
  }: { written?: OrganisationInput<string>; evidence?: readonly Evidence[] } & Partial<
    Extract<ActQuestion['actor'], { kind: 'member' }>
  > = {},
) {
  const actor = { kind: 'member', account: ADA, ...more } as const;
  const verdict = judge(inAcme(roles, written), act, { actor, evidence, now: NOW });
  return verdict.outcome === 'allowed' ? 'allowed' : verdict.reason;
}

const LEAVES = { strandsOwners: false, forced: false };
const change: Act = { type: 'change-organisation', ...LEAVES };
const sets = (roles: readonly string[], were: readonly string[] = []): Act => ({
  ...{ type: 'set-member', roles, were },
  ...LEAVES,
});
const removes = (were: readonly string[]): Act => ({ type: 'remove-member', were, ...LEAVES });

describe('X41 N15 a member', () => {
  it('makes the acts on the organisation that the roles there allow, and no other act', () => {
    const allowed = (roles: readonly string[]) =>
      Object.values(everyAct(ADA)).flatMap((act) => (answer(act, roles) === 'allowed' ? [act.type] : []));
    expect(allowed(['owner'])).toEqual(['change-organisation', 'set-member', 'remove-member', 'remove-organisation']);
    expect(allowed(['manager'])).toEqual(['set-member', 'remove-member']);
    // The names of the vendor's roles, and of no role, administer nothing here.
    for (const roles of [[], ['member'], ['root'], ['desk'], ['Owner'], ['owner ']]) expect(allowed(roles)).toEqual([]);
  });

  it('gives and takes a role that changes the rule only with such a role', () => {
    expect(answer(sets(['manager', 'member']), ['manager'])).toBe('allowed');
    for (const act of [
      sets(['owner']),
      sets(['member'], ['owner']),
      sets([], ['owner']),
      removes(['member', 'owner']),
    ]) {
      expect(answer(act, ['manager'])).toBe('not-permitted');
      expect(answer(act, ['owner'])).toBe('allowed');
    }
  });

  it('is nobody outside of the organisation', () => {
    const actor = { kind: 'member', account: ADA } as const;
    for (const policy of [POLICY, outsideOrganisation(inAcme(['owner']))])
      expect(judge(policy, change, { actor, evidence: BOTH, now: NOW })).toMatchObject({ reason: 'not-permitted' });
  });

  it('proves the strongest level, at least enhanced, and recently, under the rule of the organisation', () => {
    const demand = (evidence: readonly Evidence[], written: OrganisationInput<string> = {}) => {
      const actor = { kind: 'member', account: ADA } as const;
      const verdict = judge(inAcme(['owner'], written), change, { actor, evidence, now: NOW });
      return verdict.outcome === 'allowed' ? 'allowed' : { ...verdict.demand };
    };
    const quarter = 15 * MINUTE;
    expect(demand([password()])).toEqual({ strengths: ['enhanced'], within: quarter });
    expect(demand(BOTH.map((one) => aged(one, 16 * MINUTE)))).toEqual({ strengths: ['enhanced'], within: quarter });
    expect(
      demand(
        BOTH.map((one) => aged(one, 6 * MINUTE)),
        { recentProof: '5m' },
      ),
    ).toMatchObject({ within: 5 * MINUTE });
    expect(demand(BOTH, { requiredStrength: 'phishing-resistant' })).toMatchObject({
      strengths: ['phishing-resistant'],
    });
    // Fewer ways in lower no level.
    const withKey = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });
    expect(answer(change, ['owner'], { account: withKey })).toBe('insufficient-strength');
    expect(answer(change, ['owner'], { account: withKey, evidence: [passkey()] })).toBe('allowed');
  });

  it('that is blocked, or acts by factors of a blocked account, does nothing', () => {
    expect(answer(change, ['owner'], { account: { ...ADA, blocked: true } })).toBe('not-permitted');
    expect(answer(change, ['owner'], { isByBlocked: true })).toBe('not-permitted');
  });

  it('forces nothing, which a policy administrator and host code do', () => {
    const root = { ...ADA, roles: ['root'] };
    const actors = {
      member: { kind: 'member', account: ADA },
      administrator: { kind: 'administrator', account: root, isTarget: false },
      host: { kind: 'host' },
    } as const;
    const acts: readonly Act[] = [change, sets([], ['owner']), removes(['owner'])];
    for (const act of acts)
      for (const [name, actor] of Object.entries(actors)) {
        const ask = (forced: boolean) =>
          judge(inAcme(['owner']), { ...act, strandsOwners: true, forced } as Act, { actor, evidence: BOTH, now: NOW });
        expect(ask(false)).toMatchObject({ outcome: 'refused', reason: 'strands-owners' });
        expect(ask(true).outcome).toBe(name === 'member' ? 'refused' : 'allowed');
      }
  });

  it('invites as long as the roles there would still make such a member', () => {
    const earlier = (
      act: Act,
      roles: readonly string[],
      who = ADA,
      policy: Policy = inAcme(roles),
      isByBlocked = false,
    ) => judge(policy, act, { actor: { kind: 'inviter', account: who, isByBlocked }, evidence: [], now: NOW }).outcome;
    expect(earlier(sets(['manager']), ['manager'])).toBe('allowed');
    expect(earlier(sets(['owner']), ['owner'])).toBe('allowed');
    for (const [act, roles] of [
      [sets(['owner']), ['manager']],
      [sets(['member'], ['owner']), ['manager']],
      [sets(['member']), ['member']],
      [sets(['member']), []],
      [removes([]), ['owner']],
      [change, ['owner']],
    ] as const)
      expect(earlier(act, roles)).toBe('refused');
    expect(earlier(sets(['member']), ['owner'], { ...ADA, blocked: true })).toBe('refused');
    expect(earlier(sets(['member']), ['owner'], ADA, POLICY)).toBe('refused');
    const [root, desk] = [
      { ...ADA, roles: ['root'] },
      { ...ADA, roles: ['desk'] },
    ];
    expect(earlier(sets(['owner']), [], root, POLICY)).toBe('allowed');
    expect(earlier(sets(['owner']), [], { ...root, blocked: true }, POLICY)).toBe('refused');
    expect(earlier(sets(['member']), ['owner'], ADA, inAcme(['owner']), true)).toBe('refused');
    expect(earlier(sets(['owner']), [], root, POLICY, true)).toBe('allowed');
    expect(earlier(sets(['member']), [], desk, POLICY)).toBe('refused');
  });

  it('a people administrator of the vendor makes no act on an organisation', () => {
    const actor = { kind: 'administrator', account: { ...ADA, roles: ['desk'] }, isTarget: false } as const;
    for (const act of [change, sets(['owner']), removes([]), { type: 'create-organisation' } as const])
      expect(judge(POLICY, act, { actor, evidence: BOTH, now: NOW })).toMatchObject({ reason: 'not-permitted' });
  });
});

describe('X41 who can enter an organisation', () => {
  const impact = (written: OrganisationInput<string>, who = ADA) =>
    reachIn(inAcme(['owner'], written), who, NOW).impact;

  it('is found from everything that the account can give anew', () => {
    expect(impact({})).toBe('unaffected');
    expect(impact({ requiredStrength: 'enhanced', proofsWithin: '5m' })).toBe('unaffected');
    expect(impact({ proofsAfter: new Date(NOW).toISOString() })).toBe('unaffected');
    expect(reachIn(inAcme([], { methods: ['passkey'] }), ADA, NOW)).toMatchObject({
      impact: 'must-enroll',
      offer: ['passkey'],
    });
    expect(impact({ methods: ['sso'] })).toBe('stranded');
    expect(impact({}, account({ passkeys: [] }))).toBe('stranded');
    expect(impact({ requiredStrength: 'phishing-resistant' }, account({ passkeys: [key()] }))).toBe('unaffected');
  });

  it('is nobody before the moment after which proofs count', () => {
    const written = { proofsAfter: new Date(NOW + MINUTE).toISOString() };
    for (const [policy, who] of [
      [inAcme(['owner'], written), ADA],
      [inAcme([], { ...written, methods: ['passkey'] }), ADA],
      [inAcme([], { ...written, requiredStrength: 'enhanced' }), account(WITH_MAIL)],
    ] as const) {
      expect(reachIn(policy, who, NOW)).toMatchObject({ impact: 'stranded' });
      expect(reachIn(policy, who, instant(NOW + MINUTE)).impact).not.toBe('stranded');
    }
  });
});
