import { describe, expect, it } from 'vitest';
import { account, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Act, Actor } from './act.ts';
import { ADMINISTERED, answerTo } from './asked.test-support.ts';

const BEN = account({ mailDomain: 'corp.example' });
const BLOCKED: AccountFacts = { ...BEN, blocked: true };
const FROM_ABOVE: AccountFacts = { ...BLOCKED, blockedFromAbove: true };
const POLICY = {
  ...ADMINISTERED,
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
} as const;

const link = (...holders: readonly AccountFacts[]): Act => ({ type: 'link', method: 'sso', provider: 'corp', holders });
const create = (...holders: readonly AccountFacts[]): Act => ({ type: 'create', roles: [], emergency: false, holders });

describe('an identity that another account had', () => {
  const evidence = [password(), proof('totp')];
  const ask = (act: Act, actor: Actor, target: AccountFacts | undefined = account({ ...WITH_MAIL, totp: true })) =>
    answerTo(POLICY, act, { actor, target, evidence });
  const provider: Actor = { kind: 'provider', provider: 'corp', domain: 'corp.example' };
  const administrator = (role: string): Actor => ({
    ...{ kind: 'administrator', isTarget: false },
    account: account({ ...WITH_MAIL, totp: true }, { roles: [role] }),
  });

  it('P18 is linked by the owner and by the provider, unless the other account is blocked', () => {
    for (const actor of [{ kind: 'session' } as const, provider]) {
      expect(ask(link(), actor)).toBe('allowed');
      expect(ask(link(BEN), actor)).toBe('allowed');
      expect(ask(link(BEN, BLOCKED), actor)).toBe('account-blocked');
    }
    expect(ask({ ...link(BLOCKED), method: 'ldap' } as Act, { ...provider, kind: 'directory' }, BEN)).toBe(
      'account-blocked',
    );
  });

  it('P18 makes no account at the provider, if the other account is blocked', () => {
    expect(ask(create(BEN), provider)).toBe('allowed');
    expect(ask(create(BEN, BLOCKED), provider)).toBe('account-blocked');
  });

  it('P18 W4 is given by every administrator who may end the block', () => {
    for (const act of [link, create]) {
      expect(ask(act(BEN, BLOCKED), administrator('admin'))).toBe('allowed');
      expect(ask(act(BEN, FROM_ABOVE), administrator('admin'))).toBe('not-permitted');
      expect(ask(act(BEN, FROM_ABOVE), administrator('super-admin'))).toBe('allowed');
    }
  });

  it('P18 X25 is given by host code', () => {
    for (const act of [link, create]) expect(ask(act(FROM_ABOVE), { kind: 'host' })).toBe('allowed');
  });
});
