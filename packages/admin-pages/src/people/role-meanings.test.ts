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

it('W4 a role says nothing of a provider if the policy or the role forbids single sign-on, or if no scale compares the strengths', () => {
  const trusts = (strength: string) => ({ providers: { corp: { trust: [{ acr: 'two', strength }] } } });
  const trusting = { ...policy, ...trusts('enhanced') };
  const means = meaningOf(policy, 'super-admin');
  const roles = { 'super-admin': { requiredStrength: 'enhanced', methods: ['password', 'passkey'] } };
  expect(meaningOf({ ...trusting, roles }, 'super-admin')).toBe(means);
  expect(meaningOf({ ...trusting, methods: ['password'] }, 'super-admin')).toBe(means);
  expect(meaningOf({ ...trusting, methods: ['password', 'sso'] }, 'super-admin')).not.toBe(means);
  expect(meaningOf({ ...policy, ...trusts('company') }, 'super-admin')).toBe(means);
  const guarded = { roles: { guard: { requiredStrength: 'company' } } };
  expect(meaningOf({ ...guarded, ...trusts('phishing-resistant') }, 'guard')).toBe('Needs company');
  expect(meaningOf({ ...guarded, ...trusts('company') }, 'guard')).toContain('or a sign-in at a provider');
});
