import { type AccountFacts, definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, key, WITH_MAIL } from '../../../../core/src/decision/facts.test-support.ts';
import { previewPolicyChange } from '../preview-change.ts';

const PLAIN: AccountFacts = account(WITH_MAIL);
const CONTRACTOR: AccountFacts = account({ ...WITH_MAIL, totp: true }, { roles: ['contractor'] });
const WITH_APP: AccountFacts = account({ ...WITH_MAIL, totp: true });
const WITH_KEYS: AccountFacts = account({ passkeys: [key('synced'), key('bound', { deviceBound: true })] });
const CONTRACTORS = { contractor: { requiredStrength: 'enhanced' } } as const;
const bound = (deviceBound: boolean): PolicyInput<string> => ({
  requiredStrength: 'key',
  strengths: { key: { anyOf: [[{ method: 'passkey', ...(deviceBound && { deviceBound }) }]] } },
});

async function counted(from: PolicyInput<string>, to: PolicyInput<string>, ...accounts: readonly AccountFacts[]) {
  const { askedForLess, askedForMore } = await previewPolicyChange({
    ...{ from: definePolicy(from), to: definePolicy(to) },
    accounts: accounts.map((facts, place) => ({ id: `a${place}`, facts })),
  });
  return [askedForLess, askedForMore];
}

describe('N5 a preview counts the accounts that sign in with less under the new policy, and with more', () => {
  it.each<[string, PolicyInput<string>, PolicyInput<string>, readonly AccountFacts[], readonly [number, number]]>([
    ['a weaker rule for everyone', {}, { requiredStrength: 'single' }, [PLAIN, PLAIN], [2, 0]],
    ['a stricter rule for everyone', { requiredStrength: 'single' }, {}, [PLAIN, PLAIN], [0, 2]],
    ['accounts that must set up a factor', {}, { requiredStrength: 'enhanced' }, [PLAIN, PLAIN], [0, 0]],
    ['accounts that need not set up a factor any more', { requiredStrength: 'enhanced' }, {}, [PLAIN, PLAIN], [0, 0]],
    ['accounts that are asked for the app as before', { requiredStrength: 'enhanced' }, {}, [WITH_APP, PLAIN], [0, 0]],
    ['accounts that are asked for the app, as they were', {}, { requiredStrength: 'enhanced' }, [WITH_APP], [0, 0]],
    [
      'accounts that may choose a mailed code from now on',
      { requiredStrength: 'enhanced' },
      { emailCodes: { offer: 'always' } },
      [WITH_APP, PLAIN],
      [1, 0],
    ],
    [
      'a weaker rule for everyone, and a role that keeps its own rule',
      { roles: CONTRACTORS },
      { roles: CONTRACTORS, requiredStrength: 'single' },
      [PLAIN, CONTRACTOR],
      [1, 0],
    ],
    [
      'a role without its rule',
      { roles: CONTRACTORS, requiredStrength: 'single' },
      { requiredStrength: 'single' },
      [PLAIN, CONTRACTOR],
      [1, 0],
    ],
    ['a stricter definition', bound(false), bound(true), [WITH_KEYS, PLAIN], [0, 1]],
    ['a weaker definition', bound(true), bound(false), [WITH_KEYS, PLAIN], [1, 0]],
    [
      'an account that requires the same strength by its own rule',
      {},
      { requiredStrength: 'single' },
      [{ ...PLAIN, requiredStrength: 'enhanced' }],
      [0, 0],
    ],
    ['shorter sessions', {}, { session: { idle: '5m' } }, [PLAIN], [0, 0]],
  ])('%s', async (_, from, to, accounts, expected) => {
    expect(await counted(from, to, ...accounts)).toEqual(expected);
  });

  it('and counts neither without a policy to compare with', async () => {
    const preview = await previewPolicyChange({ to: definePolicy({}), accounts: [{ id: 'a', facts: PLAIN }] });
    expect(preview).not.toHaveProperty('askedForLess');
    expect(preview).not.toHaveProperty('askedForMore');
  });
});
