import { milliseconds } from '@sallyport/core';
import { expect, it } from 'vitest';
import { afterConflict, refusalOf } from './refused-act.ts';

it('X9 a refusal for a lack of proof says the strengths, and the age in whole seconds', () => {
  const demand = { strengths: ['enhanced'], within: milliseconds(90_500) };
  const verdict = { outcome: 'refused', reason: 'insufficient-strength', because: [], demand } as const;
  expect(refusalOf(verdict)).toEqual({
    refused: 'insufficient-strength',
    demand: { strengths: ['enhanced'], maxAgeSeconds: 90 },
  });
  expect(refusalOf({ outcome: 'refused', reason: 'not-permitted', because: [] })).toEqual({ refused: 'not-permitted' });
  expect(refusalOf({ outcome: 'allowed' })).toBeUndefined();
});

it('X14 the 26th passkey is malformed input, and the error has the limit', () => {
  expect(refusalOf({ outcome: 'refused', reason: 'too-many-passkeys', because: [] })).toEqual({
    refused: 'malformed-input',
    errors: [
      {
        path: 'response',
        message: 'An account has at most 25 passkeys. Remove one of them first.',
        code: 'too-many-passkeys',
        limit: 25,
      },
    ],
  });
});

it('X21 a name that its owner may not take is malformed input, or exists already', () => {
  const refused = (reason: 'not-own-mailbox' | 'name-taken') => refusalOf({ outcome: 'refused', reason, because: [] });
  expect(refused('not-own-mailbox')).toEqual({
    refused: 'malformed-input',
    errors: [{ path: 'identifier', message: expect.any(String), code: 'not-own-mailbox' }],
  });
  expect(refused('name-taken')).toEqual({ refused: 'already-exists' });
});

it('X7 a conflict that another try may mend has no answer', () => {
  expect((['key', 'flow', 'session', 'used'] as const).map((of) => afterConflict(of)?.refused)).toEqual([
    'already-exists',
    'flow-conflict',
    'no-session',
    'invalid-credentials',
  ]);
  expect((['account', 'actor', 'policy', 'administrators'] as const).map(afterConflict)).toEqual(
    Array.from({ length: 4 }),
  );
});
