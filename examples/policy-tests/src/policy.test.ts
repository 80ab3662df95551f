import '@sallyport/testing/vitest';
import { definePolicy } from '@sallyport/core';
import {
  account,
  asksFor,
  asksToEnroll,
  denied,
  enrolls,
  fails,
  granted,
  opensSignIn,
  proves,
  redirectsTo,
  scenario,
  stepsUp,
} from '@sallyport/testing';
import { describe, expect, it } from 'vitest';
import policy from './policy.ts';

const story = scenario(policy);
const password = ['password', { email: 'someone@example.org' }] as const;

it('means for everybody what it meant when it was reviewed last', () => {
  expect(definePolicy(policy)).toMatchPolicyMatrix();
});

describe('customers', () => {
  const customer = account({ factors: password });

  it('sign in with a password and a code to their mailbox', () => {
    story
      .given(customer)
      .when(opensSignIn({ local: true }), proves('password'), proves('email-code'))
      .thenInOrder(asksFor('password'), asksFor('email-code'), granted('baseline'));
  });

  it('are asked for the passkey once they have one, and no longer for a code', () => {
    const withPasskey = account({ factors: [...password, 'passkey'] });
    story.given(withPasskey).when(proves('passkey')).then(granted('phishing-resistant'));
    story.given(withPasskey).when(proves('password'), proves('email-code')).then(denied('method-not-allowed'));
  });

  it('wait a quarter of an hour after five wrong passwords', () => {
    const locked = story
      .given(customer)
      .when(fails('password', { times: 5 }))
      .then(denied('locked'));
    locked.after('14m').when(proves('password')).then(denied('locked'));
    locked.after('15m').when(proves('password')).then(asksFor('email-code'));
  });
});

describe('employees', () => {
  const employee = account({
    roles: ['employee'],
    factors: [{ sso: 'harbour' }, { email: 'someone@harbour.example' }],
  });

  it('go to the company’s provider, and in by its word for several factors', () => {
    story
      .given(employee)
      .when()
      .then(redirectsTo('harbour'))
      .when(proves('sso', { acr: 'urn:harbour:mfa' }))
      .then(granted('enhanced'));
  });

  it('do not get in with a mailbox that the provider owns: that proves the same thing twice', () => {
    story.given(employee).when(proves('sso')).then(denied('no-way-in'));
  });

  it('have no use for a password', () => {
    const old = account({ roles: ['employee'], factors: ['password', { sso: 'harbour' }] });
    story.given(old).when(proves('password')).then(denied('method-not-allowed'));
  });
});

describe('contractors', () => {
  const contractor = account({ roles: ['contractor'], factors: password });

  it('set up a passkey or an authenticator app at the first sign-in', () => {
    story
      .given(contractor)
      .when(proves('password'), proves('email-code'))
      .then(asksToEnroll('passkey', 'totp'))
      .when(enrolls('totp'))
      .then(granted('enhanced'))
      .when(opensSignIn(), proves('password'))
      .then(asksFor('totp', 'backup-code'));
  });

  it('who have to be vouched for stay out until then', () => {
    const unknown = account({ roles: ['contractor'], factors: ['password'] });
    story
      .given(unknown)
      .when(proves('password'), proves('enrollment-code'))
      .thenInOrder(denied('no-way-in'), asksToEnroll('passkey', 'totp'));
  });
});

describe('bookkeepers', () => {
  const office = { passkey: { id: 'office', deviceBound: true } } as const;
  const bookkeeper = account({ roles: ['bookkeeper'], factors: [...password, 'passkey', office] });

  it('sign in with the key of the office, and not with one that is synced', () => {
    story
      .given(bookkeeper)
      .when(proves('passkey', { passkey: 'office' }))
      .then(granted('phishing-resistant'));
    story.given(bookkeeper).when(proves('passkey')).then(asksFor('passkey'));
  });

  it('show it again for a payment, five minutes later', () => {
    const signedIn = story
      .given(bookkeeper)
      .when(proves('passkey', { passkey: 'office' }))
      .then(granted());
    signedIn
      .after('4m')
      .when(stepsUp('office-key', { within: '5m' }))
      .then(granted());
    signedIn
      .after('6m')
      .when(stepsUp('office-key', { within: '5m' }))
      .then(asksFor('passkey'));
  });

  it('who are contractors too are asked for both', () => {
    const both = account({ roles: ['bookkeeper', 'contractor'], factors: [...password, 'totp'] });
    story.given(both).when(proves('password'), proves('totp')).then(asksToEnroll('passkey'));
  });
});

describe('the help desk', () => {
  const helper = account({ roles: ['help-desk'], factors: [...password, 'totp'] });

  it('signs in with an app until the night to 11 January 2027, and sets up a passkey from then on', () => {
    const eve = story.at('2027-01-10T23:59:59+01:00').given(helper);
    eve.when(proves('password'), proves('totp')).then(granted('enhanced'));
    eve
      .after('1s')
      .when(proves('password'), proves('totp'))
      .then(asksToEnroll('passkey'))
      .when(enrolls('passkey'))
      .then(granted());
  });
});
