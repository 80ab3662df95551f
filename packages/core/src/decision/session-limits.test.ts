import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { instant } from '../time/instant.ts';
import { account, key, passkey, password, proof, WITH_MAIL } from './facts.test-support.ts';
import { limitsSessions, sessionLimits, sessionRoom } from './session-limits.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const holder = (...roles: string[]) => account({ ...WITH_MAIL, totp: true, passkeys: [key()] }, { roles });
const of = (policy: PolicyInput<string>, who: AccountFacts = holder(), evidence: Evidence[] = []) =>
  sessionLimits(definePolicy(policy), who, evidence);

describe('X11 how long a session lasts', () => {
  it.each([
    ['single', 30 * DAY, 30 * DAY],
    ['baseline', 30 * DAY, 30 * DAY],
    ['enhanced', DAY, HOUR],
    ['phishing-resistant', DAY / 2, HOUR / 4],
  ])('by default, where %s is required, as NIST SP 800-63B-4 says', (requiredStrength, absolute, idle) => {
    expect(of({ requiredStrength })).toEqual({ absolute, idle });
  });

  it('as the policy says instead, even longer', () => {
    expect(of({ requiredStrength: 'enhanced', session: { absolute: '7d', idle: '2h' } })).toEqual({
      absolute: 7 * DAY,
      idle: 2 * HOUR,
    });
    expect(of({ requiredStrength: 'enhanced', session: { absolute: '7d' } })).toEqual({
      absolute: 7 * DAY,
      idle: HOUR,
    });
  });

  it('X1 the shortest of tenant, roles and account', () => {
    const policy: PolicyInput<string> = {
      session: { absolute: '7d', idle: '1d' },
      roles: {
        admin: { requiredStrength: 'enhanced', session: { idle: '15m', absolute: '12h' } },
        desk: { session: { idle: '8h', absolute: '8h' } },
      },
    };
    expect(of(policy)).toEqual({ absolute: 7 * DAY, idle: DAY });
    expect(of(policy, holder('admin'))).toEqual({ absolute: 12 * HOUR, idle: HOUR / 4 });
    expect(of(policy, holder('desk', 'admin'))).toEqual({ absolute: 8 * HOUR, idle: HOUR / 4 });
    expect(of(policy, holder('stranger', '__proto__'))).toEqual({ absolute: 7 * DAY, idle: DAY });
  });

  it("X1 no rule loosens the default of another's strength by saying something longer", () => {
    const enhanced: PolicyInput<string>['roles'] = { admin: { requiredStrength: 'enhanced' } };
    expect(of({ roles: enhanced }, holder('admin'))).toEqual({ absolute: DAY, idle: HOUR });
    expect(of({ session: { absolute: '30d', idle: '30d' }, roles: enhanced }, holder('admin'))).toEqual({
      absolute: DAY,
      idle: HOUR,
    });
    expect(
      of({ roles: { ...enhanced, slow: { session: { absolute: '90d', idle: '90d' } } } }, holder('admin', 'slow')),
    ).toEqual({ absolute: DAY, idle: HOUR });
    expect(of({}, { ...holder(), requiredStrength: 'phishing-resistant' })).toEqual({
      absolute: DAY / 2,
      idle: HOUR / 4,
    });
  });

  it('a rule that asks for no strength has no default to bring in', () => {
    const longer: PolicyInput<string> = {
      requiredStrength: 'enhanced',
      session: { absolute: '7d', idle: '2h' },
      roles: { plain: { methods: ['passkey'] } },
    };
    expect(of(longer, holder('plain'))).toEqual({ absolute: 7 * DAY, idle: 2 * HOUR });
  });

  it('never idle for longer than it lasts', () => {
    expect(of({ session: { absolute: '1h' } })).toEqual({ absolute: HOUR, idle: HOUR });
    expect(of({ session: { absolute: '1h' }, roles: { desk: { session: { idle: '2h' } } } }, holder('desk'))).toEqual({
      absolute: HOUR,
      idle: HOUR,
    });
  });

  it("for a strength of the policy's own, as the strongest built-in that the evidence satisfies", () => {
    const own: PolicyInput<string> = {
      requiredStrength: 'own',
      strengths: { own: { anyOf: [[{ method: 'passkey' }], [{ method: 'password' }]] } },
    };
    expect(of(own, holder(), [password()])).toEqual({ absolute: 30 * DAY, idle: 30 * DAY });
    expect(of(own, holder(), [password(), proof('totp')])).toEqual({ absolute: DAY, idle: HOUR });
    expect(of(own, holder(), [passkey()])).toEqual({ absolute: DAY / 2, idle: HOUR / 4 });
  });
});

describe('X29 how many sessions an account has', () => {
  const live = [3, 1, 2].map((at) => ({ id: `s${at}`, createdAt: instant(at) }));
  const room = (policy: PolicyInput<string>, sessions = live, who = holder()) =>
    sessionRoom(definePolicy(policy), who, sessions);

  it('is not limited unless a rule says so', () => {
    expect(room({})).toEqual({ outcome: 'opens', ends: [] });
    expect(room({ session: { beyond: 'refuse' } })).toEqual({ outcome: 'opens', ends: [] });
    expect(limitsSessions(definePolicy({ session: { idle: '1h' } }), holder())).toBe(false);
    expect(limitsSessions(definePolicy({ session: { most: 100 } }), holder())).toBe(true);
  });

  it('ends the oldest for one more, and several if the number was lowered', () => {
    expect(room({ session: { most: 4 } })).toEqual({ outcome: 'opens', ends: [] });
    expect(room({ session: { most: 3 } })).toEqual({ outcome: 'opens', ends: ['s1'] });
    expect(room({ session: { most: 1, beyond: 'end-oldest' } })).toEqual({
      outcome: 'opens',
      ends: ['s1', 's2', 's3'],
    });
    expect(room({ session: { most: 1 } }, [])).toEqual({ outcome: 'opens', ends: [] });
  });

  it('is the smallest of all rules, and a refusal wins, in any order', () => {
    const roles = { a: { session: { most: 2 } }, b: { session: { most: 3, beyond: 'refuse' } } } as const;
    for (const held of [
      ['a', 'b'],
      ['b', 'a'],
    ])
      expect(room({ session: { most: 9, beyond: 'end-oldest' }, roles }, live.slice(1), holder(...held))).toEqual({
        outcome: 'refused',
        most: 2,
      });
    expect(room({ roles }, live.slice(2), holder('a', 'b'))).toEqual({ outcome: 'opens', ends: [] });
    expect(room({ roles }, live.slice(1), holder('a'))).toEqual({ outcome: 'opens', ends: ['s1'] });
  });

  it.each([0, 101, 1.5, '3', null])('refuses the number %j', (most) => {
    expect(() => definePolicy({ session: { most: most as number } })).toThrow(/session\.most/);
  });
});
