import { expect, it } from 'vitest';
import { differenceAsked, differencePage } from './difference-address.ts';

it('the address of a difference has its version, and no version without a number', () => {
  const asked = (version: unknown): number | undefined =>
    differenceAsked(new URL(differencePage(version), 'http://localhost').search);
  expect(asked(12)).toBe(12);
  for (const none of [undefined, '12', Number.NaN, -1, 1.5]) expect(asked(none)).toBeUndefined();
});
