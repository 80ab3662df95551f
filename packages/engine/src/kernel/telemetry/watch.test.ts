import { expect, it } from 'vitest';
import { errorType } from './watch.ts';

const MAILBOX = 'ada@example.org';

it.each([
  [Object.assign(new Error(MAILBOX), { code: 'store-unavailable' }), 'store-unavailable'],
  [Object.assign(new Error(MAILBOX), { code: '23505' }), 'Error'],
  [Object.assign(new Error(MAILBOX), { code: `no route for ${MAILBOX}` }), 'Error'],
  [new TypeError(MAILBOX), 'TypeError'],
  [Object.assign(new Error('x'), { name: MAILBOX }), '_OTHER'],
  [MAILBOX, '_OTHER'],
  [undefined, '_OTHER'],
])('a fault is told by its code or its class, and by nothing that it says: %j', (fault, told) => {
  expect(errorType(fault)).toBe(told);
});
