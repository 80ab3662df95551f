import { describe, expect, it } from 'vitest';
import { account, key, LONG_AGO, NOW, passkey, password, proof, sso } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { policyIn } from '../policy/policy-in.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import { ADMINISTERED } from './asked.test-support.ts';
import {
  actingBesides,
  nameOfProvider,
  providerNamed,
  settersOf,
  settingUp,
  setUpBy,
  setUpByIdentity,
  speaksFor,
} from './set-up-by.ts';

const POLICY = definePolicy(ADMINISTERED);

describe('N15 who set something up', () => {
  const by = (setUpBy: string, method: 'totp' | 'email-code' = 'totp'): Evidence => ({ method, at: NOW, setUpBy });
  const OF_DORA = by('dora');

  const EVE = account({ password: 'independent', totp: true, mailDomain: 'example.org' });
  const setUpWith = (...evidence: readonly Evidence[]) => setUpBy(POLICY, EVE, evidence);

  it('is the owner, if nothing was proved that another person set up', () => {
    expect(setUpWith(password())).toBeUndefined();
    expect(setUpWith(proof('email-code'))).toBeUndefined();
  });

  it('is the owner, if the owner’s proofs alone would open a set-up', () => {
    expect(setUpWith(OF_DORA, password(), proof('totp'))).toBeUndefined();
    expect(setUpWith(password(), OF_DORA, proof('backup-code'))).toBeUndefined();
    expect(setUpWith(by('dora', 'email-code'), passkey())).toBeUndefined();
    const first = account({ password: 'independent', mailDomain: 'example.org' });
    expect(setUpBy(POLICY, first, [by('dora', 'email-code'), password(), proof('email-code')])).toBeUndefined();
  });

  it('is another person, if the owner’s proofs open a set-up and are weaker than all proofs together', () => {
    const first = account({ password: 'independent', mailDomain: 'example.org', sso: ['corp'] });
    expect(setUpBy(POLICY, first, [OF_DORA, password(), proof('email-code')])).toBe('dora');
    const trusted = definePolicy({
      ...ADMINISTERED,
      providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } },
    });
    const hers = { ...sso('corp', { acr: 'mfa' }), setUpBy: 'dora provider:corp' };
    expect(setUpBy(trusted, first, [hers, password(), proof('email-code')])).toBe('dora provider:corp');
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
    expect(setUpBy(oneIsEnough, first, [by('dora', 'email-code'), password()])).toBe('dora');
    const noMore = { ...passkey(), setUpBy: 'dora' };
    expect(setUpBy(oneIsEnough, account({ passkeys: [key(), key('k2')] }), [noMore, passkey('k2')])).toBeUndefined();
    const restricted = account({ password: 'independent', totp: true }, { methods: ['passkey'] });
    expect(setUpBy(POLICY, restricted, [OF_DORA, password(), proof('totp')])).toBe('dora');
  });

  it('N17 is the same person wherever the request came from', () => {
    const policy = definePolicy({
      ...ADMINISTERED,
      contexts: {
        outside: { methods: ['passkey'], recentProof: '1m', enrollment: { firstFactor: 'vouched' } },
      },
    });
    const outside = policyIn(policy, { contexts: ['outside'] });
    const old: Evidence = { ...password(), at: instant(NOW - 2 * 60_000) };
    const evidence = [OF_DORA, old, { ...proof('totp'), at: old.at }];
    const facts = { account: EVE, lowered: undefined };
    for (const inForce of [policy, outside]) {
      expect(setUpBy(inForce, EVE, evidence)).toBeUndefined();
      expect(settingUp(inForce, facts, { kind: 'session' }, evidence, NOW)).toBeUndefined();
      expect(actingBesides(inForce, EVE, { kind: 'session' }, evidence, NOW)).toEqual([]);
    }
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
      expect(setUp(CORP, OF_DORA)).toBe('dora provider:corp');
      expect(setUp(CORP, CLUB)).toBe('dora provider:corp identity:1 identity:2');
      expect(setUp(CORP, password())).toBeUndefined();
      // A provider may have the id of a link. The name of the provider stays, once, and is no identity.
      expect(setUp(shows('corp', 'provider:corp identity:corp'))).toBe('provider:corp identity:corp');
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
});

it('N15 the name of a provider tells its id, and no other name does', () => {
  expect(providerNamed(nameOfProvider('corp'))).toBe('corp');
  for (const name of ['dora', 'identity:x1', 'corp', `corp ${nameOfProvider('')}`])
    expect(providerNamed(name)).toBeUndefined();
});
