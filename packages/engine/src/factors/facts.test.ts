import { instant, maskOf, methodBit, milliseconds } from '@sallyport/core';
import type { AccountRecord, SetUpBy } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { BARE, FULL } from './account-record.test-support.ts';
import { factorsOf, factsOf } from './facts.ts';

type Brought = Parameters<typeof factsOf>[1];

/** A host that brings everything that the account has. */
const ALL: Brought = {
  codes: ['sms-code', 'push-code'],
  brought: maskOf(['ldap', 'sso', 'email-code']),
  broughtProviders: ['corp', 'club', 'staff'],
  providers: new Map(),
  passwordsElsewhere: false,
  providerStrengthWithin: milliseconds(90 * 86_400_000),
};
const AT = instant(1_900_000_000_000);

describe('what a policy may know of an account', () => {
  it('N1 is whose roles it has, its own settings, and what it has enrolled', () => {
    expect(factsOf(BARE, ALL, AT)).toEqual({
      roles: [],
      blocked: false,
      emergency: false,
      factors: factorsOf(BARE),
    });
    const block = { at: BARE.createdAt, by: 'root', reason: 'left' };
    const own = { methods: ['password'], requiredStrength: 'enhanced', emergency: true } as const;
    const roles = { roles: ['a'], providerRoles: { corp: ['b', 'a'] } };
    expect(factsOf({ ...FULL, ...own, ...roles, block }, ALL, AT)).toEqual({
      roles: ['a', 'b'],
      given: [{ method: 'sso', provider: 'corp', roles: ['b'], saidAt: expect.any(Number) }],
      methods: ['password'],
      requiredStrength: 'enhanced',
      blocked: true,
      emergency: true,
      factors: factorsOf(FULL),
    });
    expect(factsOf({ ...BARE, emergency: false }, ALL, AT).emergency).toBe(false);
  });

  it.each<[string, Partial<Brought>, object]>([
    ['a delivered code', { codes: ['push-code'] }, { codes: ['push-code'] }],
    ['all delivered codes', { codes: [] }, { codes: [] }],
    ['a provider', { broughtProviders: ['club'] }, { sso: ['club'] }],
    ['all providers', { broughtProviders: [] }, { sso: undefined }],
    ['the directory', { brought: maskOf(['sso', 'email-code']) }, { ldap: undefined }],
    ['the mailer', { brought: maskOf(['ldap', 'sso']) }, { mailsCodes: false }],
  ])('X23 is nothing of what the host brings no longer: %s', (_, brought, left) => {
    expect(factsOf(FULL, { ...ALL, ...brought }, AT).factors).toEqual({ ...factorsOf(FULL), ...left });
  });

  it('X23 is told of each of them by itself, and of every provider where nobody said which there are', () => {
    const { broughtProviders: _, ...unsaid } = ALL;
    for (const left of ['codes', 'externalIds'] as const) {
      const { [left]: __, ...account } = FULL;
      expect(factsOf(account, { ...unsaid, codes: [], brought: methodBit('email-code') }, AT).factors).toEqual({
        ...factorsOf(account),
        ...(left === 'codes' ? { ldap: undefined } : { codes: [] }),
      });
    }
    for (const method of ['sso', 'ldap'] as const) {
      const account = { ...BARE, externalIds: FULL.externalIds?.filter((one) => one.method === method) ?? [] };
      const { factors } = factsOf(account, { ...ALL, brought: methodBit('email-code'), broughtProviders: [] }, AT);
      expect(factors).toEqual(factorsOf(BARE));
      expect(factors.ldap).toBeUndefined();
    }
    expect(factsOf(BARE, ALL, AT).factors).toEqual(factorsOf(BARE));
  });
});

describe('what a provider reported', () => {
  const link = { id: 'l', method: 'sso', provider: 'corp', subject: 's', linkedAt: AT } as const;
  const account = {
    ...BARE,
    externalIds: [
      {
        ...link,
        said: { amr: ['pwd'] },
        reported: [
          { acr: 'gold', at: instant(AT - 90 * 86_400_000 - 1) },
          { amr: ['mfa'], at: instant(AT - 90 * 86_400_000) },
        ],
      },
      { ...link, id: 'm', provider: 'club', reported: [{ acr: 'gold', at: instant(AT - 91 * 86_400_000) }] },
    ],
  };

  it('N16 counts for the time of the policy, beside the last report', () => {
    const { sso, said, reported } = factsOf(account, ALL, AT).factors;
    expect({ sso, said }).toEqual({ sso: ['corp', 'club'], said: { corp: { amr: ['pwd'] } } });
    expect(reported).toEqual({ corp: [{ amr: ['mfa'] }] });
    expect(factsOf(account, ALL, instant(AT + 1)).factors).not.toHaveProperty('reported');
    const longer = { ...ALL, providerStrengthWithin: milliseconds(100 * 86_400_000) };
    expect(Object.keys(factsOf(account, longer, AT).factors.reported ?? {})).toEqual(['corp', 'club']);
  });
});

describe('a password that nobody can give', () => {
  const moved = { ...BARE, email: FULL.email, password: { ...FULL.password, unmatched: true } } as AccountRecord;

  it('X21 is one that a mailed link sets, and none without a mailer', () => {
    expect(factsOf(moved, ALL, AT).factors.password).toBe('mailbox');
    expect(factsOf(moved, { ...ALL, brought: 0 }, AT).factors).toMatchObject({
      password: undefined,
      mailsCodes: false,
    });
  });
});

describe('a mailbox that a directory owns', () => {
  const owning = (provider: string, ...mailDomains: string[]): Brought => ({
    ...ALL,
    providers: new Map([
      ['staff', {}],
      [provider, { mailDomains }],
    ]),
  });
  const mailDomainIn = (brought: Brought, account = FULL): string | undefined =>
    factsOf(account, brought, AT).factors.mailDomain;

  it('N12 takes no code that counts beside that directory’s password', () => {
    expect(mailDomainIn(owning('staff', 'other.example', 'mail.example'))).toBeUndefined();
    expect(factsOf(FULL, owning('staff', 'mail.example'), AT).factors).toEqual({
      ...factorsOf(FULL),
      mailDomain: undefined,
    });
  });

  it('N12 is as good as any for everybody else', () => {
    expect(mailDomainIn(owning('staff', 'other.example'))).toBe('mail.example');
    expect(mailDomainIn(owning('staff'))).toBe('mail.example');
    expect(mailDomainIn(owning('corp', 'mail.example'))).toBe('mail.example');
    expect(mailDomainIn(ALL)).toBe('mail.example');
    const { externalIds: _, ...local } = FULL;
    expect(mailDomainIn(owning('staff', 'mail.example'), local)).toBe('mail.example');
    const { email: __, ...unreachable } = FULL;
    expect(mailDomainIn(owning('staff', 'mail.example'), unreachable)).toBeUndefined();
  });
});

describe('the providers that may link an account by its address', () => {
  const owning: Brought = {
    ...ALL,
    providers: new Map(['corp', 'club'].map((id) => [id, { mailDomains: ['mail.example'] }])),
  };
  const { externalIds: _, ...local } = FULL;
  const by = (account: AccountRecord, brought = owning) => factsOf(account, brought, AT).linkable?.by;

  it('X21 own the domain, and never had an identity of the account', () => {
    expect(factsOf(local, owning, AT).linkable).toEqual({ domain: 'mail.example', by: ['corp', 'club'] });
    expect(by({ ...local, externalIds: FULL.externalIds?.filter(({ provider }) => provider === 'corp') })).toEqual([
      'club',
    ]);
    expect(by({ ...local, unlinked: [{ provider: 'club', subject: 's', at: AT }] })).toEqual(['corp']);
    expect(by({ ...local, email: undefined })).toBeUndefined();
    expect(by(local, ALL)).toBeUndefined();
  });

  it('X21 do not go by an address that only another provider stated', () => {
    const setBy = (setUpBy: SetUpBy) =>
      by({ ...local, email: { address: 'dora@mail.example', verifiedAt: AT, setUpBy } });
    expect(setBy('provider:club')).toEqual(['club']);
    expect(setBy('provider:else')).toBeUndefined();
  });
});
