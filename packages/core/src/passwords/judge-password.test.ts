import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { judgePassword, type NewPasswordQuestion, type PasswordVerdict } from './judge-password.ts';
import type { PasswordsInput } from './password-rules.ts';

const FINE = 'kitchen orbit velvet';
const NONE = { common: false, breached: false, earlier: false } as const;

function judged(
  passwords: PasswordsInput,
  password: string,
  known: NewPasswordQuestion['known'] = NONE,
  policy: PolicyInput<string> = {},
): PasswordVerdict {
  return judgePassword(definePolicy({ ...policy, passwords }).passwords, { password, personal: [], known });
}

const codeOf = (verdict: PasswordVerdict) => (verdict.outcome === 'refused' ? verdict.fault.code : verdict.outcome);
const limitOf = (verdict: PasswordVerdict) => (verdict.outcome === 'refused' ? verdict.fault.limit : undefined);

describe('the shortest new password', () => {
  it.each<[string, PolicyInput<string>, number]>([
    ['15 characters where a password alone is enough', { requiredStrength: 'single' }, 15],
    ['8 characters beside another factor', {}, 8],
    [
      '15 characters by a strength of the tenant',
      { requiredStrength: 'own', strengths: { own: { anyOf: [[{ method: 'password' }]] } } },
      15,
    ],
    ['what the policy says, also under the standard', { requiredStrength: 'single', passwords: { minimum: 10 } }, 10],
    ['what the policy says, over the standard', { passwords: { minimum: 64 } }, 64],
  ])('X27 has %s', (_, input, minimum) => {
    const rules = definePolicy(input).passwords;
    const of = (length: number) =>
      judgePassword(rules, { password: FINE.repeat(4).slice(0, length), personal: [], known: NONE });
    expect([codeOf(of(minimum - 1)), limitOf(of(minimum - 1)), codeOf(of(minimum))]).toEqual([
      'too-short',
      minimum,
      'accepted',
    ]);
  });

  it('X27 is counted in code points, after composition', () => {
    expect(codeOf(judged({ minimum: 8 }, '🌲🌊🪨🔥🌾🍄🦊🐝'))).toBe('accepted');
    expect(codeOf(judged({ minimum: 8 }, 'zo\u0308e\u0308lan\u0308'))).toBe('too-short');
  });
});

describe('a forbidden word', () => {
  it.each([
    ['in capitals', 'welcome at ACME corp'],
    ['inside another word', 'unacmelike orbits'],
    ['in full width', 'ａｃｍｅ orbit velvet'],
    ['with an invisible character in it', 'ac\u200Bme orbit velvet'],
  ])('X27 is found %s', (_, password) => {
    expect(codeOf(judged({ words: ['Acme'] }, password))).toBe('forbidden-word');
    expect(codeOf(judged({}, password))).toBe('accepted');
  });

  it('X27 is not named in the message', () => {
    expect(judged({ words: ['acme'] }, 'welcome at acme corp')).not.toMatchObject({
      fault: { message: expect.stringMatching(/acme/i) },
    });
  });
});

describe('a letter and a digit', () => {
  it.each([
    ['kitchen orbit velvet', 'letter-and-digit'],
    ['4815 1623 4200 0815', 'letter-and-digit'],
    ['kitchen orbit 7 velvet', 'accepted'],
  ])('X27 are asked for by a policy that says so, and by no other: %s', (password, expected) => {
    expect(codeOf(judged({ letterAndDigit: true }, password))).toBe(expected);
    expect(codeOf(judged({}, password))).toBe('accepted');
  });
});

describe('what the caller finds out', () => {
  it('X27 is asked in order, earlier passwords last, and only if the policy asks', () => {
    const asked = (passwords: PasswordsInput): string[] => {
      const known: Record<string, boolean> = {};
      for (;;) {
        const verdict = judged(passwords, FINE, known);
        if (verdict.outcome !== 'ask') return Object.keys(known);
        known[verdict.fact] = false;
      }
    };
    expect(asked({ history: 4, breached: 'refuse' })).toEqual(['common', 'breached', 'earlier']);
    expect(asked({})).toEqual(['common']);
    expect(codeOf(judged({ history: 4, breached: 'refuse' }, 'short', {}))).toBe('too-short');
  });

  it.each([
    ['common', {}, 'too-common'],
    ['breached', { breached: 'refuse' }, 'breached'],
    ['earlier', { history: 4 }, 'used-before'],
  ] as const)('X27 refuses the password: %s', (fact, passwords, code) => {
    expect(codeOf(judged(passwords, FINE, { ...NONE, [fact]: true }))).toBe(code);
  });

  it('X27 tells with how many passwords a new one was compared', () => {
    expect(limitOf(judged({ history: 4 }, FINE, { ...NONE, earlier: true }))).toBe(4);
  });

  it('X27 is no new password if it is the present one that stands beside it, with or without a history', () => {
    const { passwords } = definePolicy({});
    const beside = (present: string) =>
      judgePassword(passwords, { password: FINE, personal: [], known: NONE, present });
    expect(codeOf(beside(FINE))).toBe('used-before');
    expect(limitOf(beside(FINE))).toBe(1);
    expect(beside(`${FINE} `).outcome).toBe('accepted');
  });
});
