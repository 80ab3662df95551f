import { type Evidence, instant, milliseconds, recentEvidence } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { hasIndependentProof, provedHere } from './proved-here.ts';

const AT = instant(1_000_000);
const password: Evidence = { method: 'password', at: AT, provenance: 'mailbox', binding: 'password:1' };
const OWN = {};
const totp: Evidence = { method: 'totp', at: AT, binding: 'totp:1' };

const CORP: Evidence = { method: 'sso', at: AT, provider: 'corp', binding: 'external-id:1' };
const KEY: Evidence = {
  ...{ method: 'passkey', at: AT, credentialId: 'key', userVerified: true, deviceBound: true, aaguid: 'model' },
  ...{ attested: false, binding: 'passkey:key' },
};

function raising(evidence: readonly Evidence[]): Parameters<typeof provedHere>[0] {
  return { raises: { session: { evidence } } };
}

describe('what a flow proved itself', () => {
  it('N12 is none of what its session brought along, in the same millisecond or weeks ago', () => {
    expect(provedHere(raising([totp]), [totp, password])).toEqual([password]);
    expect(hasIndependentProof(provedHere(raising([totp]), [totp, password]), OWN)).toBe(false);
  });

  it('is what was brought along and proved again since', () => {
    const again = { ...totp, at: instant(AT + 1) };
    expect(provedHere(raising([totp]), [again, password])).toEqual([again, password]);
  });

  it.each<[string, Evidence, Evidence]>([
    ['method', totp, { method: 'backup-code', at: AT, binding: 'totp:1' } as unknown as Evidence],
    ['time', totp, { ...totp, at: instant(AT - 1) }],
    ['binding', totp, { ...totp, binding: 'totp:2' }],
    ['provider', CORP, { ...CORP, provider: 'club' }],
    ['user verification', KEY, { ...KEY, userVerified: false }],
    ['user verification, the other way round', { ...KEY, userVerified: false }, KEY],
  ])('is what differs from what was brought along in its %s', (_, brought, proved) => {
    expect(provedHere(raising([brought]), [brought, proved])).toEqual([proved]);
    expect(provedHere(raising([brought]), [{ ...brought }])).toEqual([]);
  });

  it('N12 goes beyond the mailbox if one of it does', () => {
    expect(hasIndependentProof([password, totp], OWN)).toBe(true);
    expect(hasIndependentProof([password], OWN)).toBe(false);
    expect(hasIndependentProof([], OWN)).toBe(false);
  });

  it('N12 N15 goes beyond it by what an administrator set up only for a password of that administrator', () => {
    const proved = [password, { ...totp, setUpBy: 'pia' }];
    expect([OWN, { setUpBy: 'sue' }, { setUpBy: 'pia' }].map((of) => hasIndependentProof(proved, of))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('is everything in a sign-in', () => {
    expect(provedHere({}, [password, totp])).toEqual([password, totp]);
  });

  it('is recent for so long, and no longer', () => {
    expect(recentEvidence([totp], instant(AT + 900), milliseconds(900))).toEqual([totp]);
    expect(recentEvidence([totp], instant(AT + 901), milliseconds(900))).toEqual([]);
  });
});
