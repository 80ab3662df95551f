import type { Combination } from '@sallyport/core';
import { compileStrengths } from '@sallyport/core/model';
import { describe, expect, it } from 'vitest';
import { strengthImplies } from './implication.ts';

const MODELS = ['ee882879-721c-4913-9775-3dfcce97072a', 'aa882879-721c-4913-9775-3dfcce97072a'];
const password = { method: 'password' } as const;
const passkey = { method: 'passkey' } as const;
const sso = { method: 'sso' } as const;
const totp = { method: 'totp' } as const;
const mail = { method: 'email-code' } as const;

/** True if evidence for the first strength always satisfies the second strength. */
function implies(one: readonly Combination[], other: readonly Combination[]): boolean {
  const { strengths, patterns } = compileStrengths({ one: { anyOf: one }, other: { anyOf: other } }, {});
  const [first, second] = ['one', 'other'].map((name) => strengths.find((strength) => strength.name === name));
  if (first === undefined || second === undefined) throw new Error('was not compiled');
  return strengthImplies(first, second, patterns);
}

describe('a strength implies another', () => {
  it.each<[string, Combination, Combination]>([
    ['more of the same method', [{ ...passkey, userVerified: true }], [passkey]],
    [
      'a device-bound passkey',
      [{ ...passkey, deviceBound: true, attested: true }],
      [{ ...passkey, deviceBound: true }],
    ],
    ['an attested one', [{ ...passkey, deviceBound: true, attested: true }], [{ ...passkey, attested: true }]],
    ['one of fewer models', [{ ...passkey, aaguid: MODELS.slice(1) }], [{ ...passkey, aaguid: MODELS }]],
    ['a named provider', [{ ...sso, provider: 'corp' }], [sso]],
    ['one of fewer classes', [{ ...sso, acr: ['a'] }], [{ ...sso, acr: ['a', 'b'] }]],
    ['more methods of a provider', [{ ...sso, amr: ['a', 'b'] }], [{ ...sso, amr: ['b'] }]],
    ['more proofs', [password, totp], [password]],
    ['the same in another order', [totp, password], [password, totp]],
    [
      'each pattern by one of its own',
      [passkey, { ...passkey, userVerified: true }],
      [{ ...passkey, userVerified: true }, passkey],
    ],
    [
      'a passkey that is enough alone, by a passkey',
      [{ ...passkey, userVerified: true }],
      [{ ...passkey, userVerified: true }],
    ],
  ])('by asking for more: %s', (_, one, other) => {
    expect(implies([one], [other])).toBe(true);
  });

  it.each<[string, Combination, Combination]>([
    ['another method', [password], [{ method: 'ldap' }]],
    ['another method than a provider', [sso], [password]],
    ['another method than a passkey', [passkey], [password]],
    ['less of the same method', [passkey], [{ ...passkey, userVerified: true }]],
    ['a synced passkey', [{ ...passkey, userVerified: true }], [{ ...passkey, deviceBound: true }]],
    ['one that is not attested', [{ ...passkey, deviceBound: true }], [{ ...passkey, attested: true }]],
    ['what is said not to be asked for', [{ ...passkey, deviceBound: false }], [{ ...passkey, deviceBound: true }]],
    ['more models', [{ ...passkey, aaguid: MODELS }], [{ ...passkey, aaguid: MODELS.slice(1) }]],
    ['any model', [passkey], [{ ...passkey, aaguid: MODELS }]],
    ['any provider', [sso], [{ ...sso, provider: 'corp' }]],
    ['another provider', [{ ...sso, provider: 'club' }], [{ ...sso, provider: 'corp' }]],
    ['any class', [sso], [{ ...sso, acr: ['a'] }]],
    ['more classes', [{ ...sso, acr: ['a', 'b'] }], [{ ...sso, acr: ['a'] }]],
    ['fewer methods of a provider', [{ ...sso, amr: ['a'] }], [{ ...sso, amr: ['a', 'b'] }]],
    ['no methods of a provider', [sso], [{ ...sso, amr: ['a'] }]],
    ['fewer proofs', [password], [password, totp]],
    ['one proof for two', [{ ...passkey, userVerified: true }, totp], [passkey, { ...passkey, userVerified: true }]],
    ['a passkey beside a way in, which is enough where passkeys are none', [password, passkey], [passkey]],
  ])('and not by asking for less: %s', (_, one, other) => {
    expect(implies([one], [other])).toBe(false);
  });

  it('if each of its combinations does, by any of the other', () => {
    expect(
      implies(
        [
          [password, totp],
          [sso, totp],
        ],
        [[sso], [password]],
      ),
    ).toBe(true);
    expect(implies([[password, totp], [{ method: 'ldap' }]], [[sso], [password]])).toBe(false);
  });

  it('N12 a password beside a code to the mailbox is more than a password, and no password is as much as that', () => {
    expect(implies([[password, mail]], [[password]])).toBe(true);
    expect(implies([[password, totp, mail]], [[password, mail]])).toBe(true);
    expect(implies([[password, totp]], [[password, mail]])).toBe(false);
    const { strengths, patterns } = compileStrengths({ own: { anyOf: [[password, mail]] } }, {});
    const of = (combination: Combination, name: string) => {
      const strength = strengths.find((one) => one.name === name);
      const combinations = strength?.combinations.filter(
        ({ source }) => JSON.stringify(source) === JSON.stringify(combination),
      );
      return { name, combinations: combinations ?? [], satisfiedBy: [] };
    };
    const [atBaseline, elsewhere] = [of([password, mail], 'baseline'), of([password, mail], 'own')];
    expect([atBaseline, elsewhere].map(({ combinations }) => combinations.length)).toEqual([1, 1]);
    expect(strengthImplies(elsewhere, atBaseline, patterns)).toBe(true);
    expect(strengthImplies(atBaseline, elsewhere, patterns)).toBe(false);
  });

  it("the host's codes: by name one of any, and any is none by name", () => {
    const { strengths, patterns } = compileStrengths({ own: { anyOf: [[password, { method: 'sms-code' }]] } }, {});
    const [baseline, own] = ['baseline', 'own'].map((name) => strengths.find((strength) => strength.name === name));
    if (baseline === undefined || own === undefined) throw new Error('was not compiled');
    expect(strengthImplies(own, baseline, patterns)).toBe(true);
    expect(implies([[password, { method: 'voice-code' }]], [[password, { method: 'sms-code' }]])).toBe(false);
  });
});
