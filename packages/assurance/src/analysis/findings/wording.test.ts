import { type Decision, definePolicy, maskOf } from '@sallyport/core';
import { ALL_METHODS } from '@sallyport/core/model';
import { describe, expect, it } from 'vitest';
import { key, passkey, password, proof, sso } from '../../../../core/src/decision/facts.test-support.ts';
import {
  conjoined,
  counterexampleText,
  decisionText,
  factorWords,
  holders,
  proofWord,
  quoted,
  ruleText,
} from './wording.ts';

const because: Decision['because'] = [];

describe('the words of findings', () => {
  it('lists', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => conjoined(words))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(conjoined(['a', 'b'], 'or')).toBe('a or b');
    expect(quoted(['a', 'b'])).toBe("'a' and 'b'");
    expect([[], ['a'], ['a', 'b']].map((roles) => holders(roles))).toEqual([
      'an account without a role',
      "whoever holds the role 'a'",
      "whoever holds the roles 'a' and 'b'",
    ]);
  });

  it('rules', () => {
    const policy = definePolicy({});
    expect([
      ruleText(policy, { strengths: 0, methods: ALL_METHODS }),
      ruleText(policy, { strengths: 2, methods: maskOf(['sso', 'totp']) }),
      ruleText(policy, { strengths: 6, methods: maskOf(['totp']) }),
    ]).toEqual([
      'no strength is required, and the ways in are passkey, password, ldap and sso',
      "'baseline' is required, and the ways in are sso",
      "'baseline' and 'enhanced' are required, and no way in is left",
    ]);
  });

  it('decisions', () => {
    const decisions: readonly Decision[] = [
      { outcome: 'granted', strength: 'enhanced', because },
      { outcome: 'factor-required', accept: ['totp', 'passkey'], toward: 'grant', because },
      { outcome: 'factor-required', accept: ['totp'], toward: 'enrollment', because },
      { outcome: 'factor-required', accept: [], toward: 'grant', because },
      { outcome: 'enrollment-required', offer: ['passkey', 'totp'], because },
      { outcome: 'redirect', provider: 'corp', because },
      { outcome: 'denied', reason: 'no-way-in', because },
    ];
    expect(decisions.map(decisionText)).toEqual([
      'granted (enhanced)',
      'factor-required: totp or passkey',
      'factor-required: totp, toward enrollment',
      'factor-required: nothing',
      'enrollment-required: passkey or totp',
      'redirect to corp',
      'denied (no-way-in)',
    ]);
  });

  it('proofs', () => {
    const shown = [
      sso('corp'),
      sso('corp', { acr: 'mfa' }),
      sso('corp', { acr: 'mfa', amr: ['hwk', 'pin'] }),
      password(),
      password('mailbox'),
      passkey(),
      passkey('k1', { userVerified: false }),
      proof('email-code'),
    ];
    expect(shown.map(proofWord)).toEqual([
      'sso corp',
      'sso corp (mfa)',
      'sso corp (mfa hwk pin)',
      'password',
      'password set by mailbox',
      'passkey',
      'passkey without user verification',
      'email-code',
    ]);
  });

  it('accounts, and what becomes of them', () => {
    const all = factorWords({
      password: 'mailbox',
      ldap: true,
      sso: ['corp'],
      passkeys: [key('a'), key('b', { userVerified: false, deviceBound: true, attested: true })],
      totp: true,
      mailDomain: 'corp.example',
      codes: ['sms-code'],
      backupCodes: 3,
    });
    expect(all).toEqual([
      'passkey',
      'passkey without user verification on one device of an attested model',
      'password set by mailbox',
      'ldap',
      'sso corp',
      'totp',
      'mailbox at corp.example',
      'sms',
      'backup codes',
    ]);
    expect(factorWords({ passkeys: [], password: 'independent', mailDomain: 'corp.example', sso: [] })).toEqual([
      'password',
      'mailbox',
    ]);
    const decision: Decision = { outcome: 'denied', reason: 'no-way-in', because };
    const nothing = { roles: [], factors: { passkeys: [] }, evidence: [], decision };
    expect(counterexampleText(nothing)).toBe(
      'an account without a role, with nothing set up, before any proof: denied (no-way-in)',
    );
    expect(
      counterexampleText({
        roles: ['a'],
        factors: { passkeys: [], password: 'independent', totp: true },
        evidence: [password(), proof('totp')],
        decision,
      }),
    ).toBe("whoever holds the role 'a', with password and totp, after password and totp: denied (no-way-in)");
  });
});
