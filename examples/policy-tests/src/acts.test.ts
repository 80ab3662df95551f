import {
  account,
  acts,
  administrator,
  allowed,
  evidence,
  provider,
  refusedBecause,
  refusedUntilProved,
  toChangePolicy,
  toEnroll,
  toLink,
  toRecover,
  toRemove,
  toResetTwoStep,
  toSetRoles,
  toVouch,
} from '@sallyport/testing';
import { describe, it } from 'vitest';
import policy from './policy.ts';

const story = acts(policy);
const password = ['password', { email: 'someone@example.org' }] as const;
const customer = account({ factors: password });
const contractor = account({ roles: ['contractor'], factors: [...password, 'totp'] });
const owner = account({ roles: ['owner'], factors: [...password, 'passkey'] });
const byApp = [evidence.password(), evidence.totp()] as const;

describe('people', () => {
  it('set up an app after two proofs, and not by a password alone', () => {
    story
      .given(customer)
      .inSession(evidence.password(), evidence.emailCode())
      .wants(toEnroll('totp'))
      .expect(allowed());
    story.given(customer).inSession(evidence.password()).wants(toEnroll('totp')).expect(refusedUntilProved('baseline'));
  });

  it('replace a forgotten password by the mailbox, unless they have something stronger', () => {
    story.given(customer).inFlow('recover', evidence.resetToken()).wants(toRecover()).expect(allowed());
    story
      .given(contractor)
      .inFlow('recover', evidence.resetToken())
      .wants(toRecover())
      .expect(refusedBecause('method-not-allowed'));
  });

  it('change their factors within a quarter of an hour of the proof', () => {
    const signedIn = story.given(contractor).inSession(...byApp);
    signedIn.after('14m').wants(toEnroll('passkey')).expect(allowed());
    signedIn.after('16m').wants(toEnroll('passkey')).expect(refusedUntilProved('enhanced'));
    signedIn.wants(toRemove('totp')).expect(allowed());
  });
});

describe('the help desk', () => {
  const helpDesk = account({ roles: ['help-desk'], factors: [...password, 'totp'] });
  const ben = administrator(helpDesk, ...byApp);

  it('helps customers and contractors, with a recent proof', () => {
    story.given(contractor).by(ben).wants(toResetTwoStep()).expect(allowed());
    story.given(customer).by(ben).wants(toVouch()).expect(allowed());
    story.given(customer).by(ben).after('1h').wants(toVouch()).expect(refusedUntilProved('enhanced'));
  });

  it('neither touches an owner nor makes one', () => {
    story.given(owner).by(ben).wants(toVouch()).expect(refusedBecause('not-permitted'));
    story.given(customer).by(ben).wants(toSetRoles('owner')).expect(refusedBecause('not-permitted'));
    story.by(ben).wants(toChangePolicy()).expect(refusedBecause('not-permitted'));
    story.by(administrator(owner, evidence.passkey())).wants(toChangePolicy()).expect(allowed());
  });
});

describe('the company’s provider', () => {
  const harbour = provider('harbour', { domain: 'harbour.example' });

  it('links an employee by the address, and never an owner', () => {
    const employee = account({ roles: ['employee'], factors: [{ email: 'someone@harbour.example' }] });
    story.given(employee).by(harbour).wants(toLink('harbour')).expect(allowed());
    story.given(owner).by(harbour).wants(toLink('harbour')).expect(refusedBecause('not-permitted'));
  });
});
