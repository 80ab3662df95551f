import { describe, expect, it } from 'vitest';
import type { Reason, ReasonCode } from '../policy/reason.ts';
import { CATALOGUE, type Reader } from './catalogue.ts';
import { explain, explainReason } from './explain.ts';

const says = (code: ReasonCode, reader: Reader, more: Partial<Reason> = {}): string =>
  explainReason({ code, params: {}, source: 'tenant', ...more }, reader);

const REASONS: readonly [ReasonCode, Partial<Reason>, person: string, administrator: string][] = [
  [
    'strength-required',
    {
      params: { strength: 'enhanced' },
      source: { role: 'admin' },
      satisfiedBy: [['passkey'], ['password', 'sms-code']],
    },
    'This needs a passkey or an authenticator app.',
    "The role 'admin' requires the strength 'enhanced': passkey, or password + sms code.",
  ],
  [
    'strength-required',
    { params: { strength: 'single' }, source: 'route' },
    'Sign in to continue.',
    "This route requires the strength 'single'.",
  ],
  [
    'strength-required',
    { params: { strength: 'baseline' }, source: 'account', satisfiedBy: [] },
    'Sign in with a passkey, or with your password and a second step.',
    "The account requires the strength 'baseline', which the policy does not know.",
  ],
  [
    'strength-required',
    { params: { strength: 'phishing-resistant' } },
    'This needs a passkey.',
    "The tenant requires the strength 'phishing-resistant'.",
  ],
  [
    'strength-required',
    { params: { strength: 'own' } },
    'This sign-in needs a stronger proof.',
    "The tenant requires the strength 'own'.",
  ],
  [
    'methods-restricted',
    { params: { methods: ['sso', 'ldap'] } },
    'Sign in here with single sign-on, directory password.',
    'The tenant allows only these ways in: single sign-on, directory password.',
  ],
  [
    'methods-restricted',
    { params: { methods: [] }, source: 'account' },
    'There is no way in for this account. Ask an administrator.',
    'The account allows only these ways in: none.',
  ],
  [
    'nothing-enrolled-satisfies',
    {},
    'Nothing you have set up so far is enough.',
    'No combination of what the account has enrolled satisfies what is required.',
  ],
  [
    'enrollment-needs-proof',
    { satisfiedBy: [['passkey'], ['backup-code']] },
    'Before you set up something new, confirm it is you: passkey or backup code.',
    'Enrollment opens after the strongest proof the account can give: one more of passkey, backup code.',
  ],
  [
    'enrollment-needs-vouching',
    {},
    'Ask an administrator for a one-time enrollment code.',
    'The account cannot give two independent proofs, or the policy wants its first factor vouched for: issue an enrollment code.',
  ],
  [
    'account-blocked',
    {},
    'This account is blocked. Ask an administrator.',
    'The account was blocked by an administrator.',
  ],
  [
    'sso-preferred',
    { params: { provider: 'corp' } },
    'You sign in with your organisation.',
    "The policy prefers the provider 'corp'.",
  ],
  [
    'recent-proof-required',
    { params: { within: 900_000 }, source: 'route' },
    'Please confirm again that it is you.',
    'The proof may be at most 900 seconds old.',
  ],
  [
    'same-mailbox',
    {},
    'A code sent to this mailbox would prove the same thing twice.',
    'The mailbox proves one factor only: what it would confirm rests on it already.',
  ],
];

describe('N2 the words of a reason', () => {
  it.each(REASONS)('%s, with %j', (code, more, person, administrator) => {
    expect(says(code, 'person', more)).toBe(person);
    expect(says(code, 'administrator', more)).toBe(administrator);
  });

  it('are there for every reason', () => {
    expect(new Set(REASONS.map(([code]) => code))).toEqual(new Set(Object.keys(CATALOGUE)));
  });

  it('call a method that nobody knows by its name', () => {
    expect(says('methods-restricted', 'administrator', { params: { methods: ['enrollment-code'] } })).toBe(
      'The tenant allows only these ways in: enrollment-code.',
    );
  });

  it('tell of no way in where a reason lists none', () => {
    expect(says('methods-restricted', 'administrator')).toBe('The tenant allows only these ways in: none.');
    const restricted: Reason = { code: 'methods-restricted', params: {}, source: 'tenant' };
    expect(explain({ outcome: 'denied', reason: 'no-way-in', because: [restricted] }, 'person')).toEqual([
      'There is no way in for this account. Ask an administrator.',
    ]);
  });
});
