import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFactors } from '../strength/account-facts.ts';
import { milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { soonOf } from './soon.ts';

const DATE = '2026-12-15T00:00:00Z';
const APP: AccountFactors = { password: 'independent', totp: true, passkeys: [] };
const MAIL: AccountFactors = { password: 'independent', mailDomain: 'home.example', passkeys: [] };
const ENDS = { later: [{ from: DATE, methods: ['passkey'] }] } as const;

describe('X42 soonOf, where the way in ends at a date', () => {
  const soon = (policy: PolicyInput<string>, factors: AccountFactors) =>
    soonOf(definePolicy(policy), { roles: [], factors }, { now: instant(0), within: milliseconds(Date.parse(DATE)) });

  it.each([
    ['an app', APP],
    ['a mailbox', MAIL],
  ])('offers what suffices then, and what a session with %s can set up now', (_, factors) => {
    expect(soon(ENDS, factors)).toEqual({ from: Date.parse(DATE), offer: ['passkey'] });
  });

  it('offers the same whether the date asks for more besides', () => {
    const later = [{ from: DATE, methods: ['passkey'], requiredStrength: 'phishing-resistant' }] as const;
    expect(soon({ later }, APP)).toMatchObject({ requiredStrength: 'phishing-resistant', offer: ['passkey'] });
  });

  it('offers nothing that the set-up of now refuses, nor what does not suffice then', () => {
    const vouched = { ...ENDS, enrollment: { firstFactor: 'vouched' } } as const;
    expect(soon(vouched, MAIL)?.offer).toEqual([]);
    expect(soon(vouched, APP)?.offer).toEqual(['passkey']);
    const sso = { providers: { corp: {} }, later: [{ from: DATE, methods: ['sso'] }] } as const;
    expect(soon(sso, APP)?.offer).toEqual([]);
  });

  it('says nothing to whom the date leaves a way in', () => {
    const passkeys = [{ id: 'one', userVerified: true, deviceBound: true, attested: false, aaguid: '' }] as const;
    expect(soon(ENDS, { ...APP, passkeys })).toBeUndefined();
  });
});
