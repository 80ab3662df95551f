import { definePolicy } from '@sallyport/core';
import { expect, it } from 'vitest';
import { account, asksFor, asksToEnroll, enrolls, granted, proves, scenario } from '../index.ts';

const POLICY = {
  requiredStrength: 'single',
  later: [{ from: '2026-12-15T00:00:00Z', requiredStrength: 'enhanced' }],
  contexts: { outside: { requiredStrength: 'phishing-resistant' } },
} as const;

it('X42 a scenario has the rules that have begun at its time', () => {
  const ada = account({ factors: ['password', 'totp'] });
  const before = scenario(POLICY).at('2026-12-14T23:59:59Z').given(ada);
  before.when(proves('password')).then(granted());
  scenario(POLICY).at('2026-12-15T00:00:00Z').given(ada).when(proves('password')).then(asksFor('totp'));
  scenario(definePolicy(POLICY)).at('2027-01-01T00:00:00Z').given(ada).when(proves('password')).then(asksFor('totp'));
  // A sign-in that the date overtakes, and a clock that is set back.
  before.after('1s').when(proves('password')).then(asksFor('totp')).when(proves('totp')).then(granted());
  expect(
    scenario(POLICY).at('2027-01-01T00:00:00Z').at('2026-12-01T00:00:00Z').given(ada).when(proves('password')).decision
      .outcome,
  ).toBe('granted');
});

it('X42 a scenario asks a person who is not ready to set up on the day, and in a context for more', () => {
  const ben = account({ factors: ['password', 'email'] });
  scenario(POLICY)
    .at('2026-12-15T00:00:00Z')
    .given(ben)
    .when(proves('password'), proves('email-code'))
    .then(asksToEnroll('passkey', 'totp'))
    .when(enrolls('totp'))
    .then(granted());
  scenario(POLICY)
    .in('outside')
    .at('2026-12-15T00:00:00Z')
    .given(ben)
    .when(proves('password'), proves('email-code'))
    .then(asksToEnroll('passkey'));
});
