import { expect, it } from 'vitest';
import { lenientRoles, meaningOf, rankOf, strongDemand } from './role-meanings.ts';

const policy = {
  requiredStrength: 'baseline',
  administrators: {
    policy: ['super-admin'],
    people: ['admin'],
    helpdesk: [
      { roles: ['desk'], over: ['contractor', 'guest'], may: ['reset', 'unlock'] },
      { roles: ['door'], over: ['night'], may: ['vouch'] },
    ],
  },
  roles: {
    'super-admin': { requiredStrength: 'enhanced' },
    contractor: { requiredStrength: 'phishing-resistant' },
    night: { session: { idle: '5m' } },
  },
};

it.each([
  ['super-admin', 'May change accounts and the policy; needs a passkey or an authenticator app'],
  ['admin', 'May change accounts'],
  ['desk', 'For contractor and guest: may help them in and unlock them'],
  ['door', 'For night: may give them sign-in codes and send an invitation again or take it back'],
  ['contractor', 'Needs a passkey'],
  ['night', 'Has a rule of its own'],
  ['guest', 'Can be helped by desk'],
  ['employee', 'As everyone: no rule of its own'],
  ['constructor', 'As everyone: no rule of its own'],
])('W4 a role has one line of what the policy says about it: %s', (role, line) => {
  expect(meaningOf(policy, role)).toBe(line);
});

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
