import type { PolicyInput } from '@sallyport/core';

/** What every policy of the simulation shares: three guesses, so that stories stay short. */
const SHARED: PolicyInput = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  lockout: { maxFailures: 3, window: '15m', lockFor: '15m' },
  emailCodes: { offer: 'always' },
  // An account of staff without an authenticator app sets one up while it signs in.
  roles: { staff: { requiredStrength: 'enhanced' } },
  providers: { corp: { mailDomains: ['app.example'] } },
};

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
  'enhanced from the next sign-in on': { ...SHARED, requiredStrength: 'enhanced', onTighten: 'next-sign-in' },
};

export const FIRST_POLICY: PolicyInput = POLICIES['baseline, who falls short steps up'] ?? SHARED;
