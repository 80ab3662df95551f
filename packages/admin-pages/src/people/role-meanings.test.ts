import { expect, it } from 'vitest';
import { meaningOf } from './role-meanings.ts';

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
  ['door', 'For night: may give them sign-in codes, send them an invitation again, and take an invitation back'],
  ['contractor', 'Needs a passkey'],
  ['night', 'Has a rule of its own'],
  ['guest', 'Can be helped by desk'],
  ['employee', 'As everyone: no rule of its own'],
  ['constructor', 'As everyone: no rule of its own'],
])('W4 a role has one line of what the policy says about it: %s', (role, line) => {
  expect(meaningOf(policy, role)).toBe(line);
});

it('W4 a role that needs a passkey or an app is open to people of a provider whose report the policy trusts as much', () => {
  const trusting = (strength: string) => ({
    ...policy,
    providers: { corp: { trust: [{ acr: 'two', strength }] } },
  });
  const said = 'a passkey or an authenticator app, or a sign-in at a provider that the policy counts as equal';
  expect(meaningOf(trusting('enhanced'), 'super-admin')).toBe(`May change accounts and the policy; needs ${said}`);
  expect(meaningOf(trusting('baseline'), 'super-admin')).toBe(meaningOf(policy, 'super-admin'));
  expect(meaningOf(trusting('enhanced'), 'contractor')).toBe('Needs a passkey');
});
