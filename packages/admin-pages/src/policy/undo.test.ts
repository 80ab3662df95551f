import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { inverseOf, undoAsked, undoPage } from './undo.ts';

const version = (number: number, policy: PolicyDocument): PolicyVersion => ({
  ...{ version: number, policy, changedAt: '2031-02-03T09:00:00.000Z', changedBy: 'a1' },
});
const FIRST = { requiredStrength: 'baseline', roles: { a: { requiredStrength: 'enhanced' } } };
const SECOND = { requiredStrength: 'baseline', roles: { a: { methods: ['passkey'] } }, recentProof: '5m' };
const VERSIONS = [version(3, { ...SECOND, recentProof: '9m' }), version(2, SECOND), version(1, FIRST)];

describe('N5 the undo of a change of the policy', () => {
  it('is the policy before, for the version in force', () => {
    expect(inverseOf(VERSIONS.slice(1), 2, SECOND)).toEqual(FIRST);
  });

  it('leaves what was changed since, and the members that the version did not change', () => {
    const inForce = { ...SECOND, recentProof: '9m', requiredStrength: 'single' };
    expect(inverseOf(VERSIONS, 2, inForce)).toEqual({
      ...{ requiredStrength: 'single', recentProof: '9m' },
      roles: { a: { requiredStrength: 'enhanced' } },
    });
    expect(inverseOf(VERSIONS, 3, inForce)).toEqual({ ...inForce, recentProof: '5m' });
  });

  it.each([1, 4, 0])('is none without the version %d and the one before', (asked) => {
    expect(inverseOf(VERSIONS, asked, SECOND)).toBeUndefined();
  });

  it('stands in the address', () => {
    expect(undoAsked(new URL(undoPage(12), 'http://localhost').search)).toBe(12);
    for (const search of ['', '?undo=', '?undo=x', '?undo=-1', '?undo=1.5', '?undo=0'])
      expect(undoAsked(search), search).toBeUndefined();
  });
});
