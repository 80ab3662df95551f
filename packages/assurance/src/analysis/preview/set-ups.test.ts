import { definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, WITH_MAIL } from '../../../../core/src/decision/facts.test-support.ts';
import { crowd } from '../crowd.test-support.ts';
import { type AccountForPreview, type AffectedAccount, previewPolicyChange } from '../preview-change.ts';
import { setUpsUnder } from './set-ups.ts';

const INVITED: AccountForPreview = { id: 'eva', facts: account({}), vouched: 'by-invitation' };
const PASSWORD: AccountForPreview = { id: 'ben', facts: account(WITH_MAIL) };

async function changed(from: PolicyInput<string>, to: PolicyInput<string>, one: AccountForPreview) {
  const told: AffectedAccount[] = [];
  const change = { from: definePolicy(from), to: definePolicy(to), accounts: [one] };
  const { setUpChanges, moves } = await previewPolicyChange({
    ...change,
    onAffected: (affected) => told.push(affected),
  });
  expect(moves).toEqual([]);
  expect(told.map((affected) => affected.setUpChanges === true)).toEqual([setUpChanges === 1]);
  return setUpChanges;
}

describe('N5 an account that must set up a factor under both policies', () => {
  it.each<[string, PolicyInput<string>, PolicyInput<string>, AccountForPreview, number]>([
    [
      'invited, and a second factor is added',
      { requiredStrength: 'single' },
      { requiredStrength: 'enhanced' },
      INVITED,
      1,
    ],
    ['invited, and a second factor goes', { requiredStrength: 'enhanced' }, { requiredStrength: 'single' }, INVITED, 1],
    ['invited, and a passkey becomes the only way', {}, { methods: ['passkey'] }, INVITED, 1],
    ['invited, and the sessions change', {}, { session: { idle: '5m' } }, INVITED, 0],
    [
      'with a password, and an app is not enough any more',
      { requiredStrength: 'enhanced' },
      { requiredStrength: 'phishing-resistant' },
      PASSWORD,
      1,
    ],
    [
      'with a password, and the lockout changes',
      { requiredStrength: 'enhanced' },
      { requiredStrength: 'enhanced', lockout: { maxFailures: 5 } },
      PASSWORD,
      0,
    ],
    [
      'invited with a mailbox, where a password and a code to the mailbox stay enough',
      { requiredStrength: 'single', methods: ['password'] },
      { requiredStrength: 'baseline', methods: ['password'] },
      { ...INVITED, facts: account({ mailDomain: 'corp.example' }) },
      0,
    ],
    [
      'and the passkey has to be of another kind',
      { requiredStrength: 'key', strengths: { key: { anyOf: [[{ method: 'passkey' }]] } } },
      { requiredStrength: 'key', strengths: { key: { anyOf: [[{ method: 'passkey', deviceBound: true }]] } } },
      INVITED,
      1,
    ],
  ])('is counted if other factors are enough: %s', async (_, from, to, one, expected) => {
    expect(await changed(from, to, one)).toBe(expected);
  });

  it('is not counted without a policy in force', async () => {
    const preview = await previewPolicyChange({ to: definePolicy({}), accounts: [INVITED] });
    expect(preview).toMatchObject({ mustEnroll: 1 });
    expect(preview).not.toHaveProperty('setUpChanges');
  });

  it('is counted in a stream as alone', async () => {
    const [from, to] = [
      definePolicy({ requiredStrength: 'enhanced' }),
      definePolicy({ requiredStrength: 'phishing-resistant' }),
    ];
    const accounts = [...crowd(1_000)];
    const alone = await Promise.all(accounts.map((one) => previewPolicyChange({ from, to, accounts: [one] })));
    const sum = alone.reduce((all, { setUpChanges = 0 }) => all + setUpChanges, 0);
    expect(sum).toBeGreaterThan(10);
    expect(await previewPolicyChange({ from, to, accounts })).toMatchObject({ setUpChanges: sum });
  });

  it('is described alike under equal policies', () => {
    const policies = [definePolicy({}), definePolicy({ session: { idle: '5m' } })];
    const [one, other] = policies.map((policy) => setUpsUnder(policy, policies)(INVITED.facts, 'by-invitation'));
    expect(one).toBe(other);
    expect(one).toContain('1');
  });
});

it('N5 an invitation that the new policy voids strands the invited person, who was not stranded before', async () => {
  const policy = definePolicy({ requiredStrength: 'single' });
  const one: AccountForPreview = { ...INVITED, vouched: false, vouchedNow: 'by-invitation' };
  const { moves, worse } = await previewPolicyChange({ from: policy, to: policy, accounts: [one] });
  expect(moves).toMatchObject([{ from: 'mustEnroll', to: 'noWayIn', count: 1 }]);
  expect(worse).toMatchObject({ stranded: 1 });
});
