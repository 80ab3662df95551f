import { describe, expect, it } from 'vitest';
import { type DirectoryReason, weighRefusal } from './refused-at-directory.ts';

const REASONS: readonly DirectoryReason[] = [
  'must-change',
  'expired',
  'disabled',
  'account-expired',
  'hours',
  'workstation',
  'locked',
];

describe('a password that a directory refuses with a reason', () => {
  it.each(REASONS)('X5 X43 is no guess if it is right, and its owner is told: %s', (because) => {
    expect(weighRefusal({ because, passwordIsRight: true })).toEqual({ isGuess: false, told: because });
  });

  it.each(REASONS)('X5 counts if the directory did not look at it, and nobody is told: %s', (because) => {
    expect(weighRefusal({ because, passwordIsRight: false })).toEqual({ isGuess: true, told: undefined });
  });
});
