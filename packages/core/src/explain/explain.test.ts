import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision/decision.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, ask, NOW, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { anyPolicy, anyQuestion } from '../decision/worlds.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Reason } from '../policy/reason.ts';
import { CATALOGUE } from './catalogue.ts';
import { explain, explainReason } from './explain.ts';

const secret: PolicyInput<string> = {
  roles: {
    'zz-acquisition-team': { requiredStrength: 'zz-office', methods: ['password', 'sso'] },
    'zz-vault-owner': { methods: ['password', 'passkey'] },
  },
  strengths: { 'zz-office': { anyOf: [[{ method: 'passkey', attested: true }]] } },
};
const who = account(WITH_MAIL, { roles: ['zz-acquisition-team', 'zz-vault-owner'] });

describe('N2 a decision is explained', () => {
  it('to the administrator with each rule, whose it is, and what would do', () => {
    expect(explain(ask(secret, who, [password()]), 'administrator')).toEqual(
      expect.arrayContaining([
        "The role 'zz-acquisition-team' requires the strength 'zz-office': passkey.",
        "The role 'zz-acquisition-team' allows only these ways in: password, single sign-on.",
        "The role 'zz-vault-owner' allows only these ways in: passkey, password.",
      ]),
    );
  });

  it('to the person without them: what to do, in one sentence for all restrictions', () => {
    const said = explain(ask(secret, who, [password()]), 'person');
    expect(said.join(' ')).not.toMatch(/zz-|role|policy|tenant/i);
    expect(said.filter((sentence) => sentence.startsWith('Sign in here with'))).toEqual([
      'Sign in here with password.',
    ]);
  });

  it('to a person without any way in with whom to ask', () => {
    const none = account(WITH_MAIL, { roles: ['zz-acquisition-team'], methods: ['ldap'] });
    expect(explain(ask(secret, none), 'person')).toContain(
      'There is no way in for this account. Ask an administrator.',
    );
  });

  it('P3 to a person who cannot go on alone with whom to ask', () => {
    const vouched: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
    expect(explain(ask(vouched, account(WITH_MAIL), [password()]), 'person')).toContain(
      'Ask an administrator for a one-time enrollment code.',
    );
    expect(explain(ask({}, account({}, { blocked: true })), 'person')).toEqual([
      'This account is blocked. Ask an administrator.',
    ]);
  });

  it('to the administrator, what nothing can satisfy, and what leaves no way in', () => {
    const decision = ask({}, account({}, { requiredStrength: 'gone', methods: [] }));
    expect(explain(decision, 'administrator')).toEqual(
      expect.arrayContaining([
        "The account requires the strength 'gone', which the policy does not know.",
        'The account allows only these ways in: none.',
      ]),
    );
  });

  it('equal sentences once', () => {
    const twice: PolicyInput<string> = { requiredStrength: 'enhanced', roles: { a: { requiredStrength: 'enhanced' } } };
    const decision = ask(twice, account({ ...WITH_MAIL, totp: true }, { roles: ['a'] }), [password(), proof('totp')]);
    expect(decision.because).toHaveLength(2);
    expect(explain(decision, 'person')).toEqual(['This needs a passkey or an authenticator app.']);
    expect(explain(decision, 'administrator')).toHaveLength(2);
  });

  it.each(['constructor', '__proto__', 'toString'])('a strength named %s in words, like any other', (strength) => {
    const reason: Reason = { code: 'strength-required', params: { strength }, source: 'account' };
    expect(explainReason(reason, 'person')).toBe('This sign-in needs a stronger proof.');
    expect(explainReason(reason, 'administrator')).toBe(`The account requires the strength '${strength}'.`);
  });

  it("in the host's language, and in English where that has no words", () => {
    const german = {
      'account-blocked': { person: () => 'Gesperrt.', administrator: () => 'Vom Administrator gesperrt.' },
    };
    const decision: Decision = ask({}, account({}, { blocked: true }));
    expect(explain(decision, 'person', german)).toEqual(['Gesperrt.']);
    expect(explain(decision, 'administrator', german)).toEqual(['Vom Administrator gesperrt.']);
    expect(explain(ask({}, account(WITH_MAIL), [password()]), 'person', german)).toEqual([
      CATALOGUE['strength-required'].person({
        code: 'strength-required',
        params: { strength: 'baseline' },
        source: 'tenant',
      }),
    ]);
  });

  it("the person never hears a role, a strength of the policy's own, a provider, or who asked, whatever was decided", () => {
    const names =
      /\b(?:admin|member|stranger|own|constructor|forgotten|corp|club|tenant|route|roles?)\b|__proto__|undefined|\[object/;
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (input, question) => {
        const decision = evaluate(definePolicy(input), { ...question, now: NOW });
        for (const sentence of explain(decision, 'person')) expect(sentence).not.toMatch(names);
        for (const sentence of explain(decision, 'administrator')) expect(sentence).toMatch(/^[A-Z].*\S\.$/);
      }),
      { numRuns: 300 },
    );
  });
});
