import type { Reason } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { strictestOnly } from './reasons.ts';

const asks = (strength: string, source: Reason['source']): Reason => ({
  code: 'strength-required',
  params: { strength },
  source,
  message: `needs ${strength}`,
});

describe('reasons', () => {
  it('leave out a strength that a stricter one covers, and keep those of the policy’s own', () => {
    const reasons = [asks('baseline', 'tenant'), asks('enhanced', { role: 'contractor' }), asks('attested', 'account')];
    expect(strictestOnly(reasons).map(({ params }) => params['strength'])).toEqual(['enhanced', 'attested']);
  });
});
