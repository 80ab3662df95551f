import { describe, expect, it } from 'vitest';
import type { AccountFacts } from '../strength/account-facts.ts';
import { leftByLink } from './way-in-left.ts';

const ACCOUNT: AccountFacts = {
  roles: ['member'],
  factors: { ldap: true, sso: ['corp', 'club'], passkeys: [], totp: true },
};
const LEAVES = { account: ACCOUNT, vouched: true, wasVouched: true };
const CORP = { method: 'sso', provider: 'corp' } as const;
const OFFICE = { method: 'ldap', provider: 'office' } as const;

describe('N15 the accounts in which a link must leave the owner a way in', () => {
  it('is the account with the identity, if the identity completes the sign-in', () => {
    for (const link of [CORP, OFFICE]) expect(leftByLink(LEAVES, link, true)).toEqual([LEAVES]);
  });

  it('is also the account without the identity until then, with the enrollment code and without the code', () => {
    const without = (factors: AccountFacts['factors']) => {
      const account = { ...ACCOUNT, factors };
      return [LEAVES, { account, vouched: true, wasVouched: true }, { account, vouched: false }];
    };
    expect(leftByLink(LEAVES, CORP, false)).toEqual(without({ ...ACCOUNT.factors, sso: ['club'] }));
    expect(leftByLink(LEAVES, OFFICE, false)).toEqual(without({ ...ACCOUNT.factors, ldap: undefined }));
  });

  it('leaves the same account of a link that the account does not have', () => {
    const account = { ...ACCOUNT, factors: { passkeys: [] } };
    const leaves = { account, vouched: false };
    expect(leftByLink(leaves, CORP, false)).toEqual([leaves, leaves, leaves]);
  });
});
