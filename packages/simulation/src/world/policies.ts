import type { PolicyInput } from '@sallyport/core';
import { STAFF } from '../ports/directory.ts';

/** What every policy of the simulation shares: three guesses, so that stories stay short. */
const SHARED: PolicyInput = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  lockout: { maxFailures: 3, window: '15m', lockFor: '15m' },
  emailCodes: { offer: 'always' },
  // An account of staff without an authenticator app sets one up while it signs in.
  roles: { staff: { requiredStrength: 'enhanced' } },
  providers: { corp: { mailDomains: ['app.example'] } },
};

/** The same, where a code is mailed to nobody who has shown enough without it. */
const { emailCodes: _, ...WITHOUT_CODES } = SHARED;

/** How many guesses a window bears. */
export const MOST_GUESSES = 3;
export const WINDOW: number = 15 * 60_000;
/** A guess that nobody judges for so long is a failure. */
export const JUDGED_WITHIN = 30_000;

/** The policies that administrators choose from, by the words a story has for them. */
export const POLICIES: Readonly<Record<string, PolicyInput>> = {
  'baseline, who falls short steps up': { ...SHARED, requiredStrength: 'baseline', onTighten: 'step-up' },
  'enhanced, who falls short steps up': { ...SHARED, requiredStrength: 'enhanced', onTighten: 'step-up' },
  'enhanced, who falls short is out at once': { ...SHARED, requiredStrength: 'enhanced', onTighten: 'revoke' },
  'enhanced, who falls short has a day': {
    ...SHARED,
    requiredStrength: 'enhanced',
    onTighten: { after: '1d', then: 'revoke' },
  },
  'baseline, and first factors are vouched for': {
    ...SHARED,
    requiredStrength: 'baseline',
    onTighten: 'step-up',
    enrollment: { firstFactor: 'vouched' },
  },
  'single, who falls short steps up': { ...WITHOUT_CODES, requiredStrength: 'single', onTighten: 'step-up' },
  'enhanced from the next sign-in on': { ...SHARED, requiredStrength: 'enhanced', onTighten: 'next-sign-in' },
};

export const FIRST_POLICY: PolicyInput = POLICIES['baseline, who falls short steps up'] ?? SHARED;

/** A policy as it is written where the host has a directory: its addresses are the directory's as well. */
export function withDirectory(policy: PolicyInput): PolicyInput {
  return { ...policy, providers: { ...policy.providers, [STAFF]: { mailDomains: ['app.example'] } } };
}
