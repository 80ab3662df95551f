import { expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import { METHODS } from '../strength/method.ts';
import { openingMethods } from './opening-methods.ts';

it('W8 before anything is proved, the ways in are those that the host brings and the tenant allows, in one order', () => {
  expect(openingMethods(definePolicy({}), METHODS.toReversed())).toEqual(['passkey', 'password', 'ldap', 'sso']);
  expect(openingMethods(definePolicy({}), ['totp', 'password', 'email-code'])).toEqual(['password']);
  expect(openingMethods(definePolicy({ methods: ['sso', 'passkey'] }), ['sso', 'password'])).toEqual(['sso']);
  expect(openingMethods(definePolicy({ roles: { a: { methods: ['sso'] } } }), ['password'])).toEqual(['password']);
});
