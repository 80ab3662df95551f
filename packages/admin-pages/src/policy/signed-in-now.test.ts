import { expect, it } from 'vitest';
import { signedInNow } from './signed-in-now.ts';

it.each([
  [undefined, 'stay signed in'],
  ['next-request', 'signed out at their next click'],
  ['step-up', 'asked for what is missing'],
  ['revoke', 'signed out at once'],
  [{ after: '7d', then: 'revoke' }, '7 days'],
])('N10 the review says what becomes of those who are signed in: %o', (onTighten, told) => {
  expect(signedInNow(onTighten === undefined ? {} : { onTighten })).toContain(told);
});

it('N10 the review does not promise a stronger sign-in, because the new policy may ask for less', () => {
  expect(signedInNow({})).toContain('The rules for signing in and for sessions count from their next sign-in on.');
});
