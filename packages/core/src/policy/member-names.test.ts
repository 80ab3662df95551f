import { describe, expect, it } from 'vitest';
import { memberNames, NAMED_BY_AUTHOR } from './member-names.ts';

describe('the members of a policy, as its schema has them', () => {
  it.each([
    [[], 'recentProof'],
    [[], 'providerStrengthWithin'],
    [['roles', 'admin'], 'requiredStrength'],
    [['roles', 'admin', 'session'], 'idle'],
    [['session'], 'absolute'],
    [['strengths', 'own'], 'anyOf'],
    [['strengths', 'own', 'anyOf', 0, 1], 'userVerified'],
    [['strengths', 'own', 'anyOf', 0, 1], 'acr'],
    [['strengths', 'own', 'anyOf', 0, 1], 'method'],
    [['lockout'], 'hardLimit'],
    [['administrators'], 'people'],
    [['passkeys'], 'counterRegression'],
    [['onTighten'], 'after'],
    [['providers', 'corp'], 'mailDomains'],
    [['providers', 'corp', 'trust', 2], 'strength'],
  ] as const)('at %j there is %s', (path, name) => {
    expect(memberNames(path)).toContain(name);
  });

  it('are none where there is no object, and none where there is nothing', () => {
    expect(memberNames(['requiredStrength'])).toEqual([]);
    expect(memberNames(['roles'])).toEqual([]);
    expect(memberNames(['nothing', 'there'])).toEqual([]);
    expect(memberNames(['constructor'])).toEqual([]);
  });

  it('are named by the author of the policy in four places', () => {
    expect(NAMED_BY_AUTHOR).toEqual(['roles', 'contexts', 'strengths', 'providers']);
  });
});
