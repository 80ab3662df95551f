import type { PolicyInput } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, recovers } from './planting.test-support.ts';

const ADA = 'ada@corp.example';
const NEXT = 'a password that the operator chose';

/** A strength of the policy's own: an identity at the company, and a password. */
function policy(mailboxAlone: 'baseline-only' | 'refuse', mailDomains: readonly string[]): PolicyInput<string> {
  return {
    requiredStrength: 'single',
    recovery: { mailboxAlone },
    strengths: { both: { anyOf: [[{ method: 'sso', provider: 'corp' }, { method: 'password' }]] } },
    roles: { clerk: { requiredStrength: 'both' } },
    providers: { corp: mailDomains.length === 0 ? {} : { mailDomains } },
  };
}

it.each([
  ['baseline-only', ['corp.example'], 'no-way-in'],
  ['refuse', ['corp.example'], 'no-way-in'],
  ['baseline-only', [], 'complete'],
] as const)(
  'N12 X13 the operator of the mailbox’s provider gives one proof by a recovered password and the identity (%s, %j)',
  async (mailboxAlone, mailDomains, outcome) => {
    const world = await corporate(policy(mailboxAlone, mailDomains), { corp: new FakeProvider() });
    const { auth } = world;
    const externalIds = [{ provider: 'corp', subject: 'ada' }];
    const ada = { identifier: ADA, email: ADA, password: PASSWORD, roles: ['clerk'], externalIds };
    const { accountId } = accepted(await auth.people.create({ ...ada, by: hostCode('host') }));

    // Ada proves both: a password that only she knows, and the identity.
    const owner = new Browser(world);
    expect(owner.keeps(await auth.signIn.begin(owner.caller, { identifier: ADA, password: PASSWORD }))).toBe(
      'continue',
    );
    expect(await owner.signsIn({ subject: 'ada' })).toBe('complete');

    const operator = new Browser(world);
    await recovers(world, operator, ADA, NEXT);
    world.now += 1_000;
    const begun = operator.keeps(await auth.signIn.begin(operator.caller, { identifier: ADA, password: NEXT }));
    if (outcome === 'complete') {
      expect(begun).toBe('continue');
      expect(await operator.signsIn({ subject: 'ada' })).toBe('complete');
    } else expect(begun).toBe(outcome);
    expect((await storedAccount(world.store, accountId as AccountId)).password?.provenance).toBe('mailbox');
    await auth.close();
  },
);
