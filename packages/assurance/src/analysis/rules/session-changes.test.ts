import { definePolicy, durationText, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { derivedLimits, sessionsFallingShort } from './session-changes.ts';

const nameOf = (source: 'tenant' | { readonly role: string }) => (source === 'tenant' ? source : source.role);

/** `contractor: idle 30d to 15m` */
const derived = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  derivedLimits(definePolicy(from), definePolicy(to)).flatMap(({ source, before, after }) =>
    (['idle', 'absolute'] as const).flatMap((limit) => {
      const [old, now] = [before[limit], after[limit]];
      return old === undefined || now === undefined
        ? []
        : [`${nameOf(source)}: ${limit} ${durationText(old)} to ${durationText(now)}`];
    }),
  );

/** `contractor: 30d` */
const short = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  sessionsFallingShort(definePolicy(from), definePolicy(to)).map(
    ({ source, longest }) => `${nameOf(source)}: ${durationText(longest)}`,
  );

const withRole = (rule: NonNullable<PolicyInput<string>['roles']>[string]): PolicyInput<string> => ({
  roles: { admin: { requiredStrength: 'enhanced' }, contractor: rule, staff: {} },
});
const LAX = withRole({ requiredStrength: 'baseline' });
const STRICT = withRole({ requiredStrength: 'phishing-resistant' });
const KEY = { key: { anyOf: [[{ method: 'passkey', userVerified: true }]] } } as const;

describe('N5 the session limits that follow from a changed strength', () => {
  it('are listed for the role alone whose strength changes', () => {
    expect(derived(LAX, STRICT)).toEqual(['contractor: idle 30d to 15m', 'contractor: absolute 30d to 12h']);
    expect(derived(STRICT, LAX)).toEqual(['contractor: idle 15m to 30d', 'contractor: absolute 12h to 30d']);
    expect(derived(LAX, LAX)).toEqual([]);
  });

  it('are no limits that the new policy writes', () => {
    const session = { idle: '5m', absolute: '8h' } as const;
    expect(derived(LAX, withRole({ requiredStrength: 'phishing-resistant', session }))).toEqual([]);
    expect(derived(STRICT, withRole({ requiredStrength: 'phishing-resistant', session: { idle: '5m' } }))).toEqual([]);
    expect(derived(LAX, withRole({ requiredStrength: 'phishing-resistant', session: { idle: '5m' } }))).toEqual([
      'contractor: absolute 30d to 12h',
    ]);
  });

  it('of all people are listed once, and again for a role with other limits', () => {
    expect(derived(LAX, { ...LAX, requiredStrength: 'phishing-resistant' })).toEqual([
      'tenant: idle 30d to 15m',
      'tenant: absolute 30d to 12h',
      'admin: idle 1h to 15m',
      'admin: absolute 24h to 12h',
    ]);
  });

  it('of a strength of your own are the longest of its evidence', () => {
    const custom = { strengths: KEY };
    expect(derived({ ...LAX, ...custom }, { ...withRole({ requiredStrength: 'key' }), ...custom })).toEqual([
      'contractor: idle 30d to 15m',
      'contractor: absolute 30d to 12h',
    ]);
  });
});

describe('N10 the open sessions that fall short of a new policy', () => {
  it('are of the roles that a sign-in asks for more, with the longest limit of the policy in force', () => {
    expect(short(LAX, STRICT)).toEqual(['contractor: 30d']);
    expect(short(LAX, { ...LAX, requiredStrength: 'phishing-resistant' })).toEqual([
      'tenant: 30d',
      'admin: 24h',
      'contractor: 30d',
      'staff: 30d',
    ]);
  });

  it('are none if the policy asks for less, or for the same with shorter sessions', () => {
    expect(short(STRICT, LAX)).toEqual([]);
    expect(short(LAX, withRole({ requiredStrength: 'baseline', session: { idle: '5m' } }))).toEqual([]);
    expect(short(LAX, { ...LAX, recentProof: '5m', lockout: { maxFailures: 5 } })).toEqual([]);
  });

  it('are found where a role loses a way in, or one kind of passkey is no longer enough', () => {
    expect(short(LAX, withRole({ methods: ['passkey'] }))).toEqual(['contractor: 30d']);
    const bound = { bound: { anyOf: [[{ method: 'passkey', userVerified: true, deviceBound: true }]] } } as const;
    expect(
      short({ methods: ['passkey'] }, { methods: ['passkey'], strengths: bound, requiredStrength: 'bound' }),
    ).toEqual(['tenant: 30d']);
  });

  it('are found if a plain passkey is no longer enough beside a password', () => {
    const strengths = {
      any: { anyOf: [[{ method: 'passkey' }, { method: 'password' }]] },
      bound: { anyOf: [[{ method: 'passkey', deviceBound: true }, { method: 'password' }]] },
    } as const;
    expect(short({ strengths, requiredStrength: 'any' }, { strengths, requiredStrength: 'bound' })).toHaveLength(1);
  });
});
