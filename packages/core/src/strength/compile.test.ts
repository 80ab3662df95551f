import { describe, expect, it } from 'vitest';
import { compileStrengths } from './compile.ts';
import type { Combination, EvidencePattern } from './pattern.ts';

/** The built-in strengths, and one of these combinations. */
const compiled = (...anyOf: readonly Combination[]) => {
  const { strengths, patterns } = compileStrengths({ own: { anyOf } }, {});
  return { own: strengths.at(-1)?.combinations ?? [], builtIn: strengths.slice(0, -1), patterns };
};

describe('strengths are compiled', () => {
  it('equal patterns to one bit, whatever the order of their members', () => {
    const one: Combination = [{ method: 'passkey', attested: true, deviceBound: true, userVerified: false }];
    const other: Combination = [{ userVerified: false, deviceBound: true, method: 'passkey', attested: true }];
    const { own } = compiled(one, other);
    expect(own[0]?.mask).toBe(own[1]?.mask);
    const { own: apart } = compiled(one, [{ method: 'passkey', attested: true, deviceBound: true }]);
    expect(apart[0]?.mask).not.toBe(apart[1]?.mask);
  });

  it('overlapping only if two patterns of a combination ask for the same method', () => {
    const { own, builtIn } = compiled(
      [{ method: 'password' }, { method: 'passkey' }, { method: 'totp' }],
      [{ method: 'passkey' }, { method: 'totp' }, { method: 'passkey', userVerified: true }],
      [{ method: 'password' }],
    );
    expect(own.map(({ overlaps }) => overlaps)).toEqual([false, true, false]);
    expect(builtIn.flatMap(({ combinations }) => combinations).some(({ overlaps }) => overlaps)).toBe(false);
  });

  it('N12 to a bit of its own only what a code to the mailbox may rest on', () => {
    const { patterns } = compiled([{ method: 'ldap' }, { method: 'totp' }, { method: 'email-code' }]);
    const beside = patterns.filter(({ pattern }) => pattern.kind === 'independent');
    expect(new Set(beside.map(({ pattern }) => pattern.pattern.method))).toEqual(new Set(['password', 'sso']));
  });

  it('N12 of which at most one rests on the mailbox, if several may', () => {
    const kindsOf = (...combination: EvidencePattern[]) => {
      const { own, patterns } = compiled(combination);
      const named = ({ pattern: { method, provider = '' } }: { pattern: EvidencePattern & { provider?: string } }) =>
        provider === '' ? method : provider;
      return own.map(({ bits }) =>
        bits.map(
          (bit) => patterns.flatMap((one) => (one.bit === bit ? [`${one.pattern.kind} ${named(one.pattern)}`] : []))[0],
        ),
      );
    };
    const corp: EvidencePattern = { method: 'sso', provider: 'corp' };
    const club: EvidencePattern = { method: 'sso', provider: 'club' };
    expect(kindsOf(corp, { method: 'password' })).toEqual([
      ['evidence corp', 'independent password'],
      ['independent corp', 'evidence password'],
    ]);
    expect(kindsOf(corp, club, { method: 'password' })).toEqual([
      ['evidence corp', 'independent club', 'independent password'],
      ['independent corp', 'evidence club', 'independent password'],
      ['independent corp', 'independent club', 'evidence password'],
    ]);
    expect(kindsOf(corp, { method: 'password' }, { method: 'email-code' })).toEqual([
      ['independent corp', 'independent password', 'evidence email-code'],
    ]);
    expect(kindsOf({ method: 'password' }, { method: 'totp' })).toEqual([['evidence password', 'evidence totp']]);
  });

  it('to no code of the host, if nobody says what it brings', () => {
    const lists = compiled([{ method: 'password' }]).builtIn.flatMap(({ satisfiedBy }) => satisfiedBy);
    expect(new Set(lists.flat())).toEqual(
      new Set(['password', 'ldap', 'sso', 'passkey', 'totp', 'email-code', 'backup-code']),
    );
  });
});
