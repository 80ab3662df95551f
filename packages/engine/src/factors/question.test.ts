import { definePolicy, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { expect, it } from 'vitest';
import { BARE, FULL } from './account-record.test-support.ts';
import { questionInFlow } from './question.ts';

const POLICY = definePolicy({ requiredStrength: 'single' });
const THEN = instant(1_000_000);

/** What the sign-in after the disowned one is asked for. */
function askedFor(account: AccountRecord): unknown {
  const disowned = { at: instant(THEN + 60_000), signedInAt: THEN };
  const who = { evidence: [], now: instant(THEN + 120_000) };
  return questionInFlow(POLICY, who, { ...account, disowned }, {}).account.afterDisowned;
}

it('X28 what was set up in the disowned sign-in itself is not from before it, as a report of a provider', () => {
  const [passkey] = FULL.passkeys;
  if (passkey === undefined) throw new Error('there is no passkey');
  const setUpAt = (at: number): AccountRecord => ({
    ...BARE,
    passkeys: [{ ...passkey, createdAt: instant(at) }],
  });
  expect(askedFor(setUpAt(THEN - 1))).toBe('phishing-resistant');
  expect(askedFor(setUpAt(THEN))).toBeUndefined();
  expect(askedFor(setUpAt(THEN + 1))).toBeUndefined();
});
