import { describe, expect, it } from 'vitest';
import { account, key, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { HostMethods } from '../policy/host-methods.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import { METHODS } from '../strength/method.ts';
import type { Act, Actor } from './act.ts';
import { ADMINISTERED, answerTo } from './asked.test-support.ts';

const BEN = account({ mailDomain: 'corp.example' });

describe('X25 host code', () => {
  const ask = (act: Act, target: AccountFacts | undefined = BEN) =>
    answerTo(ADMINISTERED, act, { actor: { kind: 'host' }, target });

  it('X16 does to everybody what administrators may not', () => {
    const sue = { ...BEN, roles: ['super-admin'], emergency: true, blocked: true };
    expect(ask({ type: 'vouch' }, sue)).toBe('allowed');
    expect(ask({ type: 'create', roles: ['super-admin'], emergency: true }, undefined)).toBe('allowed');
  });

  it('leaves the account a way in, unless the act is forced or there was none', () => {
    const leaves = { account: account({}), vouched: false };
    const methods = (forced: boolean): Act => ({ type: 'set-methods', leaves, forced });
    const ada = account(WITH_MAIL);
    expect(ask(methods(false), ada)).toBe('no-way-in-left');
    expect(ask(methods(true), ada)).toBe('allowed');
    expect(ask(methods(false), account({}))).toBe('allowed');
    expect(ask({ type: 'remove', factor: 'password', leaves }, ada)).toBe('no-way-in-left');
  });

  it('stays within the limits of every account', () => {
    const keys = (count: number) =>
      account({ passkeys: Array.from({ length: count }, (_, place) => key(`k${place}`)) });
    expect(ask({ type: 'enroll', factor: 'passkey' }, keys(24))).toBe('allowed');
    expect(ask({ type: 'enroll', factor: 'passkey' }, keys(25))).toBe('too-many-passkeys');
    const leaves = { account: keys(24), vouched: false };
    expect(ask({ type: 'remove', factor: 'passkey', leaves }, keys(25))).toBe('allowed');
    expect(ask({ type: 'set-password' }, keys(25))).toBe('allowed');
    expect(ask({ type: 'set-password' }, account({ ldap: true }))).toBe('method-not-allowed');
    expect(ask({ type: 'set-address' }, account({ ldap: true }))).toBe('allowed');
  });
});

describe('a provider that asserts an identity', () => {
  const POLICY: PolicyInput<string> = {
    ...ADMINISTERED,
    providers: { corp: { mailDomains: ['corp.example', 'corp.test'], createAccounts: true }, club: {} },
  };
  const CORP: Actor = { kind: 'provider', provider: 'corp', domain: 'corp.example' };
  const OFFICE: Actor = { ...CORP, kind: 'directory' };
  const ask = (act: Act, actor: Actor, target: AccountFacts | undefined = BEN) =>
    answerTo(POLICY, act, { actor, target });

  describe('links it by address', () => {
    const LINK: Act = { type: 'link', method: 'sso', provider: 'corp' };
    const TO_DIRECTORY: Act = { ...LINK, method: 'ldap' };

    it('only where the policy says that it owns the domain', () => {
      expect(ask(LINK, CORP)).toBe('allowed');
      expect(ask(LINK, { ...CORP, domain: 'CORP.TEST' })).toBe('allowed');
      expect(ask(LINK, { ...CORP, domain: 'home.example' })).toBe('not-permitted');
      expect(ask(LINK, { ...CORP, domain: '' })).toBe('not-permitted');
      expect(ask(LINK, { kind: 'provider', provider: 'corp' })).toBe('not-permitted');
      const club: Actor = { ...CORP, provider: 'club' };
      expect(ask({ ...LINK, provider: 'club' }, club)).toBe('not-permitted');
      const unknown: Actor = { ...CORP, provider: 'constructor' };
      expect(ask({ ...LINK, provider: 'constructor' }, unknown)).toBe('not-permitted');
    });

    it('of its own identities alone', () => {
      expect(ask({ ...LINK, provider: 'club' }, CORP)).toBe('not-permitted');
      expect(ask(TO_DIRECTORY, CORP)).toBe('not-permitted');
      expect(ask(LINK, OFFICE)).toBe('not-permitted');
      expect(ask(TO_DIRECTORY, OFFICE)).toBe('allowed');
    });

    it('X16 W4 never of an emergency account or a policy administrator', () => {
      expect(ask(LINK, CORP, { ...BEN, emergency: true })).toBe('not-permitted');
      expect(ask(LINK, CORP, { ...BEN, roles: ['super-admin'] })).toBe('not-permitted');
      expect(ask(TO_DIRECTORY, OFFICE, { ...BEN, emergency: true })).toBe('not-permitted');
      expect(ask(LINK, CORP, { ...BEN, roles: ['admin'], emergency: false })).toBe('allowed');
    });

    it('never of an account that has an identity there: addresses are given to new people', () => {
      const linked = account({ mailDomain: 'corp.example', sso: ['corp'] });
      expect(ask(LINK, CORP, linked)).toBe('not-permitted');
      expect(ask(TO_DIRECTORY, OFFICE, linked)).toBe('allowed');
      const inDirectory = account({ mailDomain: 'corp.example', ldap: true });
      expect(ask(TO_DIRECTORY, OFFICE, inDirectory)).toBe('not-permitted');
      expect(ask(LINK, CORP, inDirectory)).toBe('allowed');
      expect(ask(LINK, CORP, account({ ...BEN.factors, sso: ['club'] }))).toBe('allowed');
    });

    it('a directory never of an account that has a password', () => {
      const target = account(WITH_MAIL);
      expect(ask(LINK, CORP, target)).toBe('allowed');
      expect(ask(TO_DIRECTORY, OFFICE, target)).toBe('not-permitted');
    });
  });

  describe('X21 moves the address of an account that has an identity there', () => {
    const provider = { mailDomains: ['corp.test', 'corp.example'], mailFollows: true };
    const follows = { ...ADMINISTERED, providers: { corp: provider, club: { mailFollows: true } } };
    const linked = account({ mailDomain: 'corp.example', sso: ['corp'] });
    const moves = (target: AccountFacts, actor: Actor = CORP, policy: PolicyInput<string> = follows) =>
      answerTo(policy, { type: 'set-address' }, { actor, target });

    it('from a domain that the provider owns to another one, if the policy says so', () => {
      expect(moves(linked)).toBe('allowed');
      expect(moves(linked, CORP, POLICY)).toBe('not-permitted');
      expect(moves(linked, { ...CORP, domain: 'home.example' })).toBe('not-permitted');
      expect(moves(linked, { kind: 'provider', provider: 'corp' })).toBe('not-permitted');
      expect(moves(account({ mailDomain: 'home.example', sso: ['corp'] }))).toBe('not-permitted');
      expect(moves(account({ sso: ['corp'] }))).toBe('not-permitted');
      expect(moves(account({ mailDomain: 'corp.example', sso: ['club'] }))).toBe('not-permitted');
      expect(moves(account({ mailDomain: 'corp.example', sso: ['club'] }), { ...CORP, provider: 'club' })).toBe(
        'not-permitted',
      );
      expect(moves(account({ mailDomain: 'corp.example' }))).toBe('not-permitted');
      expect(moves(linked, { ...CORP, provider: 'unknown' })).toBe('not-permitted');
      expect(moves(linked, { ...CORP, kind: 'directory' })).toBe('not-permitted');
      expect(moves(account({ mailDomain: 'corp.example', ldap: true }), { ...CORP, kind: 'directory' })).toBe(
        'not-permitted',
      );
    });

    it('P9 only of an account that may use single sign-on', () => {
      expect(moves({ ...linked, methods: ['password'] })).toBe('not-permitted');
      expect(moves({ ...linked, methods: ['password', 'sso'] })).toBe('allowed');
    });

    it('X16 W4 P18 never of an emergency account, a policy administrator or a blocked account', () => {
      expect(moves({ ...linked, emergency: true })).toBe('not-permitted');
      expect(moves({ ...linked, roles: ['super-admin'] })).toBe('not-permitted');
      expect(moves({ ...linked, blocked: true })).toBe('not-permitted');
      expect(moves({ ...linked, roles: ['admin'] })).toBe('allowed');
    });
  });

  describe('makes accounts', () => {
    const CREATE = { type: 'create', roles: [], emergency: false } as const;
    const create = (roles: readonly string[] = [], emergency = false): Act => ({ ...CREATE, roles, emergency });

    it('where the policy says so, and no emergency accounts', () => {
      expect(ask(create(), CORP, undefined)).toBe('allowed');
      expect(ask(create(), { ...CORP, provider: 'club' }, undefined)).toBe('not-permitted');
      expect(ask(create(), { ...CORP, provider: 'unknown' }, undefined)).toBe('not-permitted');
      expect(ask(create([], true), CORP, undefined)).toBe('not-permitted');
    });

    it('P7 P12 not by owning a mail domain alone', () => {
      for (const createAccounts of [{}, { createAccounts: false }]) {
        const policy = { ...POLICY, providers: { corp: { mailDomains: ['corp.example'], ...createAccounts } } };
        const makes = (actor: Actor) =>
          answerTo(policy, { ...CREATE, domain: 'corp.example' }, { actor, target: undefined });
        expect([makes(CORP), makes(OFFICE)]).toEqual(['not-permitted', 'not-permitted']);
      }
    });

    it('P7 P12 with an address only if the policy says that the provider owns the domain', () => {
      const withAddress = (domain: string, actor = CORP) => ask({ ...CREATE, domain }, actor, undefined);
      expect(withAddress('corp.example')).toBe('allowed');
      expect(withAddress('corp.example', OFFICE)).toBe('allowed');
      expect(withAddress('home.example')).toBe('not-permitted');
      expect(withAddress('home.example', { ...CORP, domain: 'home.example' })).toBe('not-permitted');
      expect(withAddress('')).toBe('not-permitted');
    });

    it('P7 P12 for mail domains alone only with an address in one of them', () => {
      const makes = (domain: string | undefined, actor = CORP, mailDomains = ['corp.example']) => {
        const policy = { ...POLICY, providers: { corp: { mailDomains, createAccounts: 'mail-domains' } } } as const;
        return answerTo(policy, { ...CREATE, domain }, { actor, target: undefined });
      };
      expect(makes('corp.example')).toBe('allowed');
      expect(makes('CORP.example', OFFICE)).toBe('allowed');
      expect(makes('home.example')).toBe('not-permitted');
      expect(makes(undefined)).toBe('not-permitted');
      expect(makes('')).toBe('not-permitted');
      expect(makes('corp.example', CORP, ['corp.test'])).toBe('not-permitted');
      expect(makes('corp.example', { ...CORP, provider: 'club' })).toBe('not-permitted');
    });

    it('P7 P12 only if the tenant allows the method, and the host has configured it', () => {
      const make = (policy: PolicyInput<string>, actor: Actor, host?: HostMethods) =>
        answerTo({ ...POLICY, ...policy }, create(), { actor, target: undefined, host });
      expect(make({ methods: ['password', 'sso'] }, CORP)).toBe('allowed');
      expect(make({ methods: ['password', 'ldap'] }, CORP)).toBe('not-permitted');
      expect(make({ methods: ['password', 'sso'] }, OFFICE)).toBe('not-permitted');
      expect(make({ methods: ['password', 'ldap'] }, OFFICE)).toBe('allowed');
      const host = { methods: METHODS.filter((method) => method !== 'ldap'), providers: ['corp', 'club'] };
      expect(make({}, CORP, host)).toBe('allowed');
      expect(make({}, OFFICE, host)).toBe('not-permitted');
    });
  });

  describe('gives roles', () => {
    const leaves = { account: BEN, vouched: false };
    const give = (...roles: readonly string[]): Act => ({ type: 'set-roles', roles, leaves, forced: false });
    const make = (...roles: readonly string[]): Act => ({ type: 'create', roles, emergency: false });
    const host = { methods: [...METHODS], providers: ['corp', 'club'], gives: { corp: ['reader', 'admin'] } };

    it('W4 only those that the host lists as its to give', () => {
      for (const act of [give, make]) {
        const ask = (...roles: readonly string[]) =>
          answerTo(POLICY, act(...roles), { actor: CORP, target: BEN, host });
        expect(ask()).toBe('allowed');
        expect(ask('reader', 'admin')).toBe('allowed');
        expect(ask('reader', 'super-admin')).toBe('not-permitted');
      }
      for (const provider of ['club', 'constructor', '__proto__'])
        expect(answerTo(POLICY, give('reader'), { actor: { ...CORP, provider }, target: BEN, host })).toBe(
          'not-permitted',
        );
      expect(answerTo(POLICY, give(), { actor: { ...CORP, provider: 'club' }, target: BEN, host })).toBe('allowed');
    });

    it('all, if the host says of nobody which', () => {
      expect(ask(give('super-admin'), CORP)).toBe('allowed');
    });
  });
});
