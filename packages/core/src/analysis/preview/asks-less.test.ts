import { describe, expect, it } from 'vitest';
import { account, WITH_MAIL } from '../../decision/facts.test-support.ts';
import { definePolicy } from '../../policy/define-policy.ts';
import type { PolicyInput } from '../../policy/policy.ts';
import type { AccountFacts } from '../../strength/account-facts.ts';
import { previewPolicyChange } from '../preview-change.ts';

const PLAIN: AccountFacts = account(WITH_MAIL);
const CONTRACTOR: AccountFacts = account(WITH_MAIL, { roles: ['contractor'] });
const CONTRACTORS = { contractor: { requiredStrength: 'enhanced' } } as const;
const bound = (deviceBound: boolean): PolicyInput => ({
  requiredStrength: 'key',
  strengths: { key: { anyOf: [[{ method: 'passkey', ...(deviceBound && { deviceBound }) }]] } },
});

async function counted(from: PolicyInput, to: PolicyInput, ...accounts: readonly AccountFacts[]) {
  const { askedForLess, askedForMore } = await previewPolicyChange({
    ...{ from: definePolicy(from), to: definePolicy(to) },
    accounts: accounts.map((facts, place) => ({ id: `a${place}`, facts })),
  });
  return [askedForLess, askedForMore];
}

describe('N5 a preview counts the accounts of which the new policy requires less strength, and more', () => {
  it.each<[string, PolicyInput, PolicyInput, readonly AccountFacts[], readonly [number, number]]>([
    ['a weaker rule for everyone', {}, { requiredStrength: 'single' }, [PLAIN, PLAIN], [2, 0]],
    ['a stricter rule for everyone', {}, { requiredStrength: 'enhanced' }, [PLAIN, PLAIN], [0, 2]],
    [
      'a weaker rule for everyone, and a role that keeps its own rule',
      { roles: CONTRACTORS },
      { roles: CONTRACTORS, requiredStrength: 'single' },
      [PLAIN, CONTRACTOR],
      [1, 0],
    ],
    ['a role without its rule', { roles: CONTRACTORS }, {}, [PLAIN, CONTRACTOR], [1, 0]],
    ['a stricter definition', bound(false), bound(true), [PLAIN], [0, 1]],
    ['a weaker definition', bound(true), bound(false), [PLAIN], [1, 0]],
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
