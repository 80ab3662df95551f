import { expect, it } from 'vitest';
import { lenientRoles, rankOf, strongDemand } from './policy-roles.ts';

const policy = {
  requiredStrength: 'baseline',
  administrators: {
    policy: ['super-admin'],
    people: ['admin'],
    helpdesk: [{ roles: ['desk'], over: ['contractor', 'guest'], may: ['reset', 'unlock'] }],
  },
  roles: {
    'super-admin': { requiredStrength: 'enhanced' },
    contractor: { requiredStrength: 'phishing-resistant' },
  },
};

it('a role of administration reaches nobody, the people of a helpdesk, people, or the policy', () => {
  expect([['employee'], ['desk'], ['admin', 'desk'], ['super-admin']].map((roles) => rankOf(policy, roles))).toEqual([
    0, 1, 2, 3,
  ]);
});

it('the strongest demand on roles is known for the strengths that every policy has', () => {
  expect(strongDemand(policy, [])).toBeUndefined();
  expect(strongDemand(policy, ['super-admin'])).toBe('enhanced');
  expect(strongDemand(policy, ['super-admin', 'contractor'])).toBe('phishing-resistant');
  expect(strongDemand({ ...policy, requiredStrength: 'attested' }, ['contractor'])).toBeUndefined();
});

it('W4 the roles of administration are known that no rule asks for a passkey or an app', () => {
  const people = [{ roles: ['admin', 'employee'] }, { roles: ['super-admin'] }, { roles: ['desk', 'contractor'] }];
  expect(lenientRoles(policy, people)).toEqual(['admin']);
  expect(lenientRoles(policy, people.slice(1))).toEqual([]);
  expect(lenientRoles({ ...policy, strengths: { attested: {} } }, people)).toBeUndefined();
});
