import { describe, expect, it } from 'vitest';
import { account, LONG_AGO, NOW, passkey, password, proof, sso } from '../decision/facts.test-support.ts';
import { administers, isAbovePeople } from '../policy/administers.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { WayInMethod } from '../strength/method.ts';
import { instant } from '../time/instant.ts';
import { highestAdministration, reachableRoles, rolesNamedBy, wornRoles } from './administration.ts';
import { ADMINISTERED } from './asked.test-support.ts';
import { meetsDemand, ownersDemand } from './demand.ts';
import { isOwnersOrOf, linkStaysOnGain } from './set-up-by.ts';

const POLICY = definePolicy(ADMINISTERED);
/** A provider's identity alone, and the directory's password alone, are enough. */
const SINGLE = definePolicy({ ...ADMINISTERED, requiredStrength: 'single' });

describe('W4 whose roles administer', () => {
  it('policy administrators administer people too, and not the other way round', () => {
    const of = (...roles: readonly string[]) => [
      administers(POLICY, roles, 'people'),
      administers(POLICY, roles, 'policy'),
    ];
    expect(of('super-admin')).toEqual([true, true]);
    expect(of('reader', 'admin')).toEqual([true, false]);
    expect(of('reader')).toEqual([false, false]);
    expect(of()).toEqual([false, false]);
  });

  it('the highest administration is told of several roles', () => {
    expect(highestAdministration(POLICY, ['admin', 'super-admin'])).toBe('policy');
    expect(highestAdministration(POLICY, ['reader', 'admin'])).toBe('people');
    expect(highestAdministration(POLICY, ['reader'])).toBeUndefined();
  });

  it('emergency accounts and policy administrators are above people administrators', () => {
    expect(isAbovePeople(POLICY, account({}, { emergency: true }))).toBe(true);
    expect(isAbovePeople(POLICY, account({}, { roles: ['super-admin'] }))).toBe(true);
    expect(isAbovePeople(POLICY, account({}, { roles: ['admin'], emergency: false }))).toBe(false);
  });

  it('a policy names the roles of its rules, of every administration, and the roles that a helpdesk helps', () => {
    const policy = definePolicy({
      roles: { clerk: { requiredStrength: 'enhanced' } },
      administrators: {
        ...{ policy: ['super-admin'], people: ['admin'] },
        helpdesk: [{ roles: ['desk'], over: ['contractor'], may: ['unlock'] }],
      },
    });
    const named = ['admin', 'clerk', 'contractor', 'desk', 'super-admin'];
    expect([...new Set(rolesNamedBy(policy))].sort()).toEqual(named);
  });
});

describe('N15 the roles that a session wears', () => {
  const from = (provider: string, roles: readonly string[], more: Partial<GivenRoles> = {}): GivenRoles => ({
    ...{ method: 'sso', provider, roles, saidAt: NOW },
    ...more,
  });
  const worn = (given: readonly GivenRoles[] | undefined, ...evidence: readonly Evidence[]) =>
    wornRoles(SINGLE, account({}, { roles: ['own', 'staff', 'chief'], given }), evidence, NOW);

  it("are the account's own", () => {
    expect(worn(undefined)).toEqual(['own', 'staff', 'chief']);
    expect(worn([])).toEqual(['own', 'staff', 'chief']);
    expect(worn([from('corp', ['staff'])], password())).toEqual(['own', 'chief']);
  });

  it('and those of each provider whose identity was proved', () => {
    const given = [from('corp', ['staff']), from('club', ['chief'])];
    expect(worn(given)).toEqual(['own']);
    expect(worn(given, sso('corp'))).toEqual(['own', 'staff']);
    expect(worn(given, sso('club'))).toEqual(['own', 'chief']);
    expect(worn(given, sso('other'), passkey())).toEqual(['own']);
  });

  it('if a provider that was proved gives one, whoever else gives it', () => {
    const given = [from('corp', ['staff', 'chief']), from('club', ['chief'])];
    expect(worn(given, sso('club'))).toEqual(['own', 'chief']);
  });

  it('and of no provider where the account may not sign in, though it was proved', () => {
    const given = [from('corp', ['staff']), from('office', ['chief'], { method: 'ldap' })];
    const roles = ['own', 'staff', 'chief'];
    const both = [sso('corp'), proof('ldap')];
    const may = (methods: readonly WayInMethod[]) => [
      wornRoles(SINGLE, account({}, { roles, given, methods }), both, NOW),
      reachableRoles(SINGLE, account({}, { roles, given, methods })),
    ];
    expect(reachableRoles(POLICY, account({}, { roles, given, methods: ['sso'] }))).toEqual(['own', 'staff']);
    const longAgo = given.map((one) => ({ ...one, saidAt: instant(0) }));
    expect(reachableRoles(POLICY, account({}, { roles, given: longAgo }))).toEqual(roles);
    expect(may(['password'])).toEqual([['own'], ['own']]);
    expect(may(['password', 'sso'])).toEqual([
      ['own', 'staff'],
      ['own', 'staff'],
    ]);
    expect(may(['ldap'])).toEqual([
      ['own', 'chief'],
      ['own', 'chief'],
    ]);
  });

  it("and the directory's with its password", () => {
    const given = [from('office', ['staff'], { method: 'ldap' }), from('corp', ['chief'])];
    expect(worn(given, proof('ldap'))).toEqual(['own', 'staff']);
    expect(worn(given, sso('office'))).toEqual(['own']);
  });

  it('if the session meets the rules of all roles of the account', () => {
    const policy = definePolicy({
      requiredStrength: 'single',
      roles: {
        staff: { requiredStrength: 'enhanced' },
        own: { requiredStrength: 'enhanced' },
      },
    });
    const given = [from('corp', ['staff', 'chief'])];
    const factors = { sso: ['corp'], totp: true } as const;
    const wears = (...evidence: readonly Evidence[]) =>
      wornRoles(policy, account(factors, { roles: ['own', 'staff', 'chief'], given }), evidence, NOW);
    expect(wears(sso('corp'))).toEqual(['own']);
    expect(wears(sso('corp'), password(), proof('totp'))).toEqual(['own', 'staff', 'chief']);
  });

  it('if the provider named the roles in the sign-in of the session, and not if the provider said nothing about roles', () => {
    const given = [from('corp', ['staff'])];
    const silent: Evidence = { method: 'sso', at: NOW, provider: 'corp', withoutRoles: true };
    expect(worn(given, silent)).toEqual(['own', 'chief']);
    expect(worn(given, silent, sso('corp'))).toEqual(['own', 'staff', 'chief']);
  });

  it('until the age limit, to the millisecond', () => {
    const limit = 24 * 3_600_000;
    const saidAgo = (age: number) => worn([from('corp', ['staff'], { saidAt: instant(NOW - age) })], sso('corp'));
    expect(saidAgo(limit)).toEqual(['own', 'staff', 'chief']);
    expect(saidAgo(limit + 1)).toEqual(['own', 'chief']);
  });

  it('but none that were given too long ago', () => {
    const given = [from('corp', ['staff', 'chief'], { saidAt: LONG_AGO }), from('club', ['chief'])];
    expect(worn(given, sso('corp'))).toEqual(['own']);
    expect(worn(given, sso('corp'), sso('club'))).toEqual(['own', 'chief']);
  });
});

describe('N15 what stays of an account that gains administration', () => {
  it('is what its owner set up, and nothing that somebody else set up', () => {
    for (const kept of [[], ['1'], ['1', '3']]) {
      expect(isOwnersOrOf(undefined, kept)).toBe(true);
      expect(isOwnersOrOf('dora', kept)).toBe(false);
      expect(isOwnersOrOf('provider:corp', kept)).toBe(false);
      expect(isOwnersOrOf('dora provider:corp identity:2', kept)).toBe(false);
    }
  });

  it('and what an identity set up that stays', () => {
    expect(isOwnersOrOf('dora provider:corp identity:1', ['1'])).toBe(true);
    expect(isOwnersOrOf('dora identity:1 identity:2', ['1'])).toBe(true);
    expect(isOwnersOrOf('dora identity:1', ['2', '1'])).toBe(true);
    expect(isOwnersOrOf('dora identity:1', ['2'])).toBe(false);
    expect(isOwnersOrOf('dora identity:12', ['1'])).toBe(false);
  });

  const linkedBy = (setUpBy?: string) => ({ provider: 'corp', setUpBy });

  it('and an identity at the provider that gives the role', () => {
    expect(linkStaysOnGain('policy', linkedBy('provider:corp'), 'corp')).toBe(true);
    expect(linkStaysOnGain('policy', linkedBy('provider:corp'), 'club')).toBe(false);
    expect(linkStaysOnGain('policy', linkedBy('provider:corp'), undefined)).toBe(false);
    expect(linkStaysOnGain('policy', linkedBy(), undefined)).toBe(true);
  });

  it('and, with a role that administers people alone, or of a helpdesk, an identity that its provider linked', () => {
    expect(linkStaysOnGain('helpdesk', linkedBy('provider:corp'), undefined)).toBe(true);
    expect(linkStaysOnGain('people', linkedBy('provider:corp'), undefined)).toBe(true);
    expect(linkStaysOnGain('people', linkedBy('provider:club'), undefined)).toBe(false);
    expect(linkStaysOnGain('people', linkedBy('dora'), undefined)).toBe(false);
    // After an unlinking, the provider links no identity again: somebody else did.
    expect(linkStaysOnGain('people', { ...linkedBy('provider:corp'), isAgain: true }, undefined)).toBe(false);
    expect(linkStaysOnGain('people', { ...linkedBy('provider:corp'), isAgain: true }, 'corp')).toBe(true);
  });
});

it('X8 a demand without a limit of age is met by old evidence', () => {
  const ada = account({ password: 'independent' });
  const old: Evidence = { method: 'password', at: NOW };
  const now = instant(NOW + 3_600_000);
  expect(meetsDemand(POLICY, { account: ada, evidence: [old], now }, { strengths: ['single'] })).toBe(true);
  expect(meetsDemand(POLICY, { account: ada, evidence: [old], now }, ownersDemand(POLICY, ada))).toBe(false);
  expect(meetsDemand(POLICY, { account: ada, evidence: [], now }, { strengths: ['single'] })).toBe(false);
});
