import { describe, expect, it } from 'vitest';
import { account, LONG_AGO, NOW, passkey, password, proof, sso } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { PrimaryMethod } from '../strength/method.ts';
import { instant } from '../time/instant.ts';
import {
  administers,
  highestAdministration,
  isAbovePeople,
  reachableRoles,
  wearableRoles,
  wornRoles,
} from './administration.ts';
import { ADMINISTERED } from './asked.test-support.ts';
import { meetsDemand, ownersDemand } from './recent-proof.ts';
import {
  actingBesides,
  isOwnersOrOf,
  linkStaysOnGain,
  sessionEvidence,
  settersOf,
  settingUp,
  setUpBy,
  setUpByIdentity,
  speaksFor,
} from './set-up-by.ts';

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
    const may = (methods: readonly PrimaryMethod[]) => [
      wornRoles(SINGLE, account({}, { roles, given, methods }), both, NOW),
      wearableRoles(SINGLE, account({}, { roles, given, methods }), NOW),
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
    expect(wearableRoles(POLICY, account({}, { roles: ['own', 'staff', 'chief'], given }), NOW)).toEqual([
      'own',
      'chief',
    ]);
  });
});

describe('N15 who set something up', () => {
  const by = (setUpBy: string, method: 'totp' | 'email-code' = 'totp'): Evidence => ({ method, at: NOW, setUpBy });
  const OF_DORA = by('dora');

  const EVE = account({ password: 'independent', totp: true, mailDomain: 'example.org' });
  const setUpWith = (...evidence: readonly Evidence[]) => setUpBy(POLICY, EVE, evidence);

  it('is the owner, if nothing was proved that another person set up', () => {
    expect(setUpWith()).toBeUndefined();
    expect(setUpWith(password())).toBeUndefined();
    expect(setUpWith(proof('email-code'))).toBeUndefined();
  });

  it('is the owner, if the owner’s proofs alone would open a set-up', () => {
    expect(setUpWith(OF_DORA, password(), proof('totp'))).toBeUndefined();
    expect(setUpWith(password(), OF_DORA, proof('backup-code'))).toBeUndefined();
    expect(setUpWith(by('dora', 'email-code'), passkey())).toBeUndefined();
    const first = account({ password: 'independent', mailDomain: 'example.org' });
    expect(setUpBy(POLICY, first, [OF_DORA, password(), proof('email-code')])).toBeUndefined();
  });

  it('is another person, if the owner’s proofs alone would open none', () => {
    expect(setUpWith(OF_DORA, password())).toBe('dora');
    expect(setUpWith(password(), OF_DORA)).toBe('dora');
    expect(setUpWith(OF_DORA, proof('totp'))).toBe('dora');
    expect(setUpWith(OF_DORA, proof('backup-code'))).toBe('dora');
    expect(setUpWith(OF_DORA, passkey('k1', { userVerified: false }))).toBe('dora');
    expect(setUpWith(OF_DORA, proof('totp'), proof('email-code'))).toBe('dora');
  });

  it('is another person, whatever the mailbox adds to what that person set up', () => {
    for (const ofMailbox of [proof('email-code'), proof('reset-token'), password('mailbox')]) {
      expect(setUpWith(OF_DORA, ofMailbox)).toBe('dora');
      expect(setUpWith(ofMailbox, OF_DORA)).toBe('dora');
    }
  });

  it('follows the policy and the methods that the account may use', () => {
    const first = account({ password: 'independent' });
    const oneIsEnough = definePolicy({ ...ADMINISTERED, enrollment: { firstFactor: 'password' } });
    expect(setUpBy(POLICY, first, [OF_DORA, password()])).toBe('dora');
    expect(setUpBy(oneIsEnough, first, [OF_DORA, password()])).toBeUndefined();
    const restricted = account({ password: 'independent', totp: true }, { methods: ['passkey'] });
    expect(setUpBy(POLICY, restricted, [OF_DORA, password(), proof('totp')])).toBe('dora');
  });

  it('is else everybody who set up what was proved, each once', () => {
    expect(setUpWith(OF_DORA)).toBe('dora');
    expect(setUpWith(OF_DORA, by('provider:corp', 'email-code'))).toBe('dora provider:corp');
    expect(setUpWith(password(), by('provider:corp', 'email-code'), OF_DORA)).toBe('dora provider:corp');
    expect(setUpWith(by('provider:corp'))).toBe('provider:corp');
    expect(setUpWith(by('pia dora'), OF_DORA)).toBe('dora pia');
  });

  describe('is also the person of a linked identity', () => {
    const TRUSTED = definePolicy({ ...ADMINISTERED, enrollment: { firstFactor: 'password' } });
    const LINKED = account({ password: 'independent', mailDomain: 'example.org', sso: ['corp', 'club'] });
    const shows = (provider: string, setUpBy: string): Evidence => ({ ...sso(provider), setUpBy });
    const CORP = shows('corp', 'provider:corp identity:1');
    const CLUB = shows('club', 'dora identity:2');
    const setUp = (...evidence: readonly Evidence[]) => setUpBy(TRUSTED, LINKED, evidence);

    it('if the identity opens a set-up without others, alone or beside the owner', () => {
      expect(setUp(CORP)).toBe('provider:corp identity:1');
      expect(setUp(CORP, OF_DORA)).toBe('dora provider:corp identity:1');
      expect(setUp(CORP, CLUB)).toBe('dora provider:corp identity:1 identity:2');
      expect(setUp(CORP, password())).toBeUndefined();
      const secured = account({ ...LINKED.factors, totp: true });
      expect(setUpBy(TRUSTED, secured, [CORP, proof('totp')])).toBe('provider:corp identity:1');
      const ofCorp = { ...proof('totp'), setUpBy: 'provider:corp identity:1' };
      expect(setUpBy(TRUSTED, secured, [CORP, ofCorp])).toBe('provider:corp identity:1');
    });

    it('and not if somebody else takes part in the opening', () => {
      const secured = account({ ...LINKED.factors, totp: true });
      expect(setUpBy(TRUSTED, secured, [CORP])).toBe('provider:corp');
      for (const maker of ['dora', 'provider:corp', 'provider:corp identity:2'])
        expect(setUpBy(TRUSTED, secured, [CORP, { ...proof('totp'), setUpBy: maker }])).not.toContain('identity');
    });

    it('by what the identity set up, if the identity itself is not shown', () => {
      const secured = account({ ...LINKED.factors, totp: true });
      const byIdentity = (proof: Evidence): Evidence => ({ ...proof, setUpBy: 'provider:corp identity:1' });
      expect(setUpBy(TRUSTED, secured, [byIdentity(passkey())])).toBe('provider:corp identity:1');
      expect(setUpBy(TRUSTED, secured, [byIdentity(passkey('k1', { userVerified: false }))])).toBe('provider:corp');
    });

    it('and the directory is an identity too', () => {
      const entry: Evidence = { ...proof('ldap'), setUpBy: 'provider:office identity:3' };
      expect(setUpBy(TRUSTED, account({ ldap: true }), [entry])).toBe('provider:office identity:3');
    });

    it('whose name stands beside the names of whoever linked the identity', () => {
      expect(setUpByIdentity('1', 'dora provider:corp')).toBe('dora provider:corp identity:1');
      expect(setUpByIdentity('1', undefined)).toBeUndefined();
      expect(setUpByIdentity('1', 'provider:corp identity:2')).toBe('provider:corp identity:1');
    });

    it('and is never named as somebody who acts, or who speaks', () => {
      expect(settersOf([CLUB, CORP])).toEqual(['dora', 'provider:corp']);
      expect(speaksFor(CORP, { setUpBy: 'provider:corp' })).toBe(true);
      expect(speaksFor(CORP, { setUpBy: 'provider:corp identity:2' })).toBe(true);
      expect(speaksFor(CORP, { setUpBy: 'dora' })).toBe(false);
      expect(speaksFor(CORP, {})).toBe(false);
    });
  });

  it('are all who may act beside the owner: others by a proof of any age, unless the owner proved enough of late', () => {
    const others = [by('provider:corp'), { ...by('pia'), at: LONG_AGO }, OF_DORA];
    const acting = (evidence: readonly Evidence[], purpose: 'sign-in' | 'step-up' = 'step-up') =>
      actingBesides(POLICY, EVE, { kind: 'flow', purpose }, evidence, NOW);
    expect(acting(others)).toEqual(['dora', 'pia', 'provider:corp']);
    expect(acting([...others, { ...passkey(), at: LONG_AGO }])).toEqual(['dora', 'pia', 'provider:corp']);
    expect(acting([...others, { ...passkey(), at: LONG_AGO }], 'sign-in')).toEqual([]);
    expect(acting([...others, passkey()])).toEqual([]);
    expect(acting([password()])).toEqual([]);
    expect(acting([{ ...by('pia'), at: LONG_AGO }, password()])).toEqual(['pia']);
  });

  it('is the owner in a session or a step-up only where the owner proved something of late', () => {
    const evidence = [{ ...passkey(), at: LONG_AGO }, OF_DORA];
    const who = { account: EVE, lowered: undefined };
    const purposes = ['sign-in', 'step-up', 'recover'] as const;
    const told = purposes.map((purpose) => settingUp(POLICY, who, { kind: 'flow', purpose }, evidence, NOW));
    expect(told).toEqual([undefined, 'dora', undefined]);
    expect(settingUp(POLICY, who, { kind: 'session' }, evidence, NOW)).toBe('dora');
    for (const owner of [{ kind: 'session' }, { kind: 'flow', purpose: 'step-up' }] as const)
      expect(settingUp(POLICY, who, owner, [passkey(), OF_DORA], NOW)).toBeUndefined();
  });

  it('speaks for what is theirs, and the owner for everything', () => {
    const things = [{}, { setUpBy: 'dora' }, { setUpBy: 'ben' }];
    expect(things.map((thing) => speaksFor(OF_DORA, thing))).toEqual([false, true, false]);
    expect(things.map((thing) => speaksFor(password(), thing))).toEqual([true, true, true]);
  });

  it('what works once is no evidence of the session that follows', () => {
    const evidence = [password(), proof('enrollment-code'), proof('reset-token'), proof('backup-code'), passkey()];
    expect(sessionEvidence(evidence)).toEqual([password(), proof('backup-code'), passkey()]);
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

  it('and, with a role that administers people alone, an identity that its provider linked', () => {
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
