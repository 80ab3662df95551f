import { definePolicy, type OrganisationsInput, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { changedRules } from './changed-rules.ts';
import { DATE, there } from './organisations.test-support.ts';

const rulesOf = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  changedRules(definePolicy(from), definePolicy(to));
const weakerIn = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  rulesOf(from, to).flatMap(({ weaker, member }) => (weaker ? [member] : []));

describe('X41 the changed rules of organisations', () => {
  it('call no rule of organisations weaker that another rule covers, and name what asks less', () => {
    const owner = (rule: NonNullable<OrganisationsInput<string>['roles']>[string]) => there({ roles: { owner: rule } });
    const begins = (from: string) => ({ later: [{ from, requiredStrength: 'enhanced' as const }] });
    expect(weakerIn(owner({ requiredStrength: 'enhanced' }), there({ requiredStrength: 'enhanced' }))).toEqual([]);
    expect(weakerIn(there(begins(DATE)), there({ requiredStrength: 'enhanced' }))).toEqual([]);
    expect(weakerIn(owner(begins(DATE)), there(begins('2026-12-14T00:00:00Z')))).toEqual([]);
    expect(weakerIn(there({ requiredStrength: 'enhanced' }), there(begins(DATE)))).toEqual(['organisations']);
    expect(weakerIn(there({ requiredStrength: 'enhanced' }), owner({ requiredStrength: 'enhanced' }))).toEqual([
      'organisations',
    ]);
    const [rule] = rulesOf(
      there({ methods: ['passkey'], roles: { owner: { proofsWithin: '1h', ...begins(DATE) } } }),
      there({ roles: { owner: { proofsWithin: '2h' } }, administrators: { rule: ['owner'] } }),
    );
    expect(rule?.weakerMembers).toEqual([
      ['methods'],
      ['roles', 'owner', 'proofsWithin'],
      ['roles', 'owner', 'later'],
      ['administrators', 'rule'],
    ]);
  });
});
