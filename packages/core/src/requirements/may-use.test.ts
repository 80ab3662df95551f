import { describe, expect, it } from 'vitest';
import { account } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { mayHaveFirstPassword } from './may-use.ts';

describe('P9 a first password by a mailed link or a code', () => {
  const policy = definePolicy({ roles: { keyed: { methods: ['passkey'] } } });

  it.each([
    ['has none', account({}), true],
    ['has a password', account({ password: 'independent' }), false],
    ['has a directory password', account({ ldap: true }), false],
    ['may not use a password', account({}, { roles: ['keyed'] }), false],
    ['may not use its password', account({ password: 'independent' }, { roles: ['keyed'] }), false],
  ])('P9 is for an account that %s: %j, %s', (_, facts, is) => {
    expect(mayHaveFirstPassword(policy, facts)).toBe(is);
  });
});
