import { describe, expect, it } from 'vitest';
import { leavesWayIn } from '../acts/way-in-left.ts';
import { account, WITH_MAIL } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { couldAdminister, reachOf } from './reach.ts';
import { linksToCome } from './would-link.ts';

const HOST = {
  methods: ['password', 'ldap', 'sso', 'passkey', 'totp', 'backup-code', 'email-code'],
  providers: ['corp', 'club'],
  directory: 'office',
  gives: { corp: [], club: [], office: [] },
} as const;
const OWNERS: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] }, club: {}, office: { mailDomains: ['corp.example'] } },
  administrators: { policy: ['super-admin'], people: ['admin'] },
};
const TRUSTED: PolicyInput<string>['providers'] = {
  corp: { mailDomains: ['corp.example'], trust: [{ strength: 'baseline' }] },
};
const policyWith = (input: PolicyInput<string> = {}) => definePolicy({ ...OWNERS, ...input }, HOST);
const NEW = account({ mailDomain: 'corp.example' }, { linkable: { domain: 'corp.example', by: ['corp'] } });
const IN_OFFICE: AccountFacts = { ...NEW, linkable: { domain: 'corp.example', by: ['office'] } };
const without = (who: AccountFacts): AccountFacts => ({ ...who, linkable: undefined });

describe('X21 an account that a provider would link by its address', () => {
  it.each([
    ['comes in at the provider', {}, NEW, 'unaffected'],
    ['comes in at the directory', {}, IN_OFFICE, 'unaffected'],
    ['does not come in by a method that the policy takes', { methods: ['password', 'passkey'] }, NEW, 'stranded'],
    ['nor in a directory that the policy takes', { methods: ['sso'] }, IN_OFFICE, 'stranded'],
    [
      'has to enroll what the provider did not assert',
      { requiredStrength: 'enhanced', providers: TRUSTED },
      NEW,
      'must-enroll',
    ],
    [
      'is no more than not stranded by what the provider might assert',
      { requiredStrength: 'gold', strengths: { gold: { anyOf: [[{ method: 'sso', acr: ['gold'] }]] } } },
      NEW,
      'must-enroll',
    ],
    ['is linked by the owner of the domain alone', { providers: { corp: {}, office: {} } }, NEW, 'stranded'],
    ['is no administrator of the policy', {}, { ...NEW, roles: ['super-admin'] }, 'stranded'],
    ['is no emergency account', {}, { ...NEW, emergency: true }, 'stranded'],
    [
      'gets no second source of passwords',
      { methods: ['ldap'] },
      { ...IN_OFFICE, factors: { ...IN_OFFICE.factors, password: 'independent' } },
      'stranded',
    ],
  ] as const)('%s', (_, input: PolicyInput<string>, who: AccountFacts, impact) => {
    const policy = policyWith(input);
    expect(reachOf(policy, without(who)).impact).toBe('stranded');
    expect(reachOf(policy, who).impact).toBe(impact);
  });

  it('offers nothing to set up, if the provider has to assert more', () => {
    const gold: PolicyInput<string> = {
      requiredStrength: 'gold',
      strengths: { gold: { anyOf: [[{ method: 'sso', acr: ['gold'] }]] } },
    };
    expect(reachOf(policyWith(gold), NEW).offer).toEqual([]);
  });

  it('meets no policy by the link, beside ways in of its own', () => {
    const owns = account(WITH_MAIL, { linkable: { domain: 'corp.example', by: ['corp'] } });
    const policy = policyWith({ requiredStrength: 'enhanced', roles: { member: {} } });
    expect(reachOf(policy, owns)).toEqual(reachOf(policy, without(owns)));
  });

  it('is not linked by a provider that the host does not configure, nor by an identity of the account', () => {
    const gone: AccountFacts = { ...NEW, linkable: { domain: 'corp.example', by: ['gone'] } };
    const policy = policyWith();
    const providers = new Map([...policy.providers, ['gone', { mailDomains: ['corp.example'] }] as const]);
    expect(linksToCome({ ...policy, providers }, gone)).toEqual([]);
    expect(linksToCome(policy, { ...NEW, factors: { ...NEW.factors, sso: ['corp'] } })).toEqual([]);
    expect(linksToCome(policy, NEW)).toEqual([{ method: 'sso', provider: 'corp', domain: 'corp.example' }]);
  });

  it('could not administer by the link', () => {
    const policy = policyWith({ providers: TRUSTED });
    expect(reachOf(policy, { ...NEW, requiredStrength: 'enhanced' }).impact).toBe('must-enroll');
    expect(couldAdminister(policy, NEW, (facts) => reachOf(policy, facts).impact)).toBe(false);
  });
});

describe('X21 an act on such an account', () => {
  const LOST = { ...NEW, methods: ['password', 'passkey'] } as const;
  const outcomeOf = (
    target: AccountFacts,
    left: AccountFacts,
    type: 'set-methods' | 'link' = 'set-methods',
  ): string => {
    const leaves = { account: left, vouched: false };
    const act =
      type === 'link'
        ? ({ type, method: 'sso', provider: 'club', leaves } as const)
        : ({ type, leaves, forced: false } as const);
    return leavesWayIn(policyWith(), act, target).outcome;
  };

  it('leaves the provider, if nothing else lets the person in', () => {
    expect(outcomeOf(NEW, LOST)).toBe('refused');
    expect(outcomeOf(NEW, NEW)).toBe('allowed');
    expect(outcomeOf(without(NEW), without(LOST))).toBe('allowed');
  });

  it('does not take the provider for a way in instead of another', () => {
    const owner = account({ ...WITH_MAIL, sso: ['club'] }, { linkable: { domain: 'corp.example', by: ['corp'] } });
    expect(outcomeOf({ ...owner, methods: ['password'] }, { ...NEW, methods: ['sso'] })).toBe('refused');
  });

  it('sets another address, which ends the link, unless the owner acts or no address is left', () => {
    const outcome = (left: AccountFacts, by?: 'owner'): string =>
      leavesWayIn(policyWith(), { type: 'set-address', leaves: { account: left, vouched: false } }, NEW, by).outcome;
    const { mailDomain: _, ...factors } = NEW.factors;
    const moved = { ...without(NEW), factors: { ...factors, mailDomain: 'partner.example' } };
    expect([outcome(moved), outcome(moved, 'owner')]).toEqual(['allowed', 'refused']);
    expect(outcome({ ...without(NEW), factors })).toBe('refused');
  });

  it('is the link itself, which may complete no sign-in yet', () => {
    expect(outcomeOf(NEW, without(NEW), 'link')).toBe('allowed');
  });
});
