import { expect, it } from 'vitest';
import { fullWith } from './session-limit.ts';

it.each([
  ['of everyone', { session: { most: 2, beyond: 'refuse' } }, [], 2, 2],
  ['with room', { session: { most: 2, beyond: 'refuse' } }, [], 1, undefined],
  ['after the limit was lowered', { session: { most: 2, beyond: 'refuse' } }, [], 3, 2],
  ['that ends the oldest session', { session: { most: 2 } }, [], 2, undefined],
  ['without a number', { session: { beyond: 'refuse' } }, [], 9, undefined],
  [
    'joined from two rules',
    { session: { most: 3 }, roles: { admin: { session: { beyond: 'refuse' } } } },
    ['admin'],
    3,
    3,
  ],
  ['of another role', { roles: { admin: { session: { most: 1, beyond: 'refuse' } } } }, ['guest'], 1, undefined],
  ['of a role', { roles: { admin: { session: { most: 1, beyond: 'refuse' } } } }, ['guest', 'admin'], 1, 1],
])('X11 a limit of sessions %s', (_name, policy, roles, open, most) => {
  expect(fullWith(policy, roles, open)).toBe(most);
});
