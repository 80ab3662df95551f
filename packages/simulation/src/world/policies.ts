import type { PolicyInput } from '@sallyport/core';
import { STAFF } from '../ports/directory.ts';

/** Every policy has the same history, so that no policy forgets passwords. */
export const HISTORY = 3;

/** The limit is three guesses, so that stories stay short. */
const SHARED: PolicyInput<string> = {
  administrators: {
    ...{ policy: ['super-admin'], people: ['admin'] },
    helpdesk: [{ roles: ['desk'], over: ['member'], may: ['reset', 'vouch', 'unlock'] }],
  },
  lockout: { maxFailures: 3, window: '15m', lockFor: '15m' },
  emailCodes: { offer: 'always' },
  passwords: { history: HISTORY },
  // A staff account without an authenticator app sets up an app during the sign-in.
  roles: { staff: { requiredStrength: 'enhanced' } },
  providers: { corp: { mailDomains: ['app.example'] } },
  organisations: { roles: { owner: {}, member: {} }, administrators: { rule: ['owner'], people: ['owner'] } },
};

const { emailCodes: _, ...WITHOUT_CODES } = SHARED;

export const MOST_GUESSES = 3;
export const WINDOW: number = 15 * 60_000;
/** Milliseconds. A guess without a result then counts as a failure. */
export const JUDGED_WITHIN = 30_000;

export const POLICIES: Readonly<Record<string, PolicyInput<string>>> = {
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
  'baseline, and a second session ends the first': {
    ...SHARED,
    requiredStrength: 'baseline',
    onTighten: 'step-up',
    session: { most: 1 },
  },
  'baseline, and a third session is refused': {
    ...SHARED,
    requiredStrength: 'baseline',
    onTighten: 'step-up',
    session: { most: 2, beyond: 'refuse' },
  },
  'baseline, and more outside the office': {
    ...SHARED,
    requiredStrength: 'baseline',
    onTighten: 'step-up',
    contexts: { outside: { requiredStrength: 'enhanced', proofsWithin: '1h' } },
  },
  // The clock of a world begins on 3 March at nine.
  'baseline, and enhanced from tomorrow on, who falls short steps up': {
    ...SHARED,
    requiredStrength: 'baseline',
    onTighten: 'step-up',
    later: [{ from: '2031-03-04T09:00:00Z', requiredStrength: 'enhanced' }],
  },
  'single, and more on two days, who falls short has a day': {
    ...SHARED,
    requiredStrength: 'single',
    onTighten: { after: '1d', then: 'revoke' },
    later: [
      { from: '2031-03-03T10:00:00Z', requiredStrength: 'baseline' },
      { from: '2031-03-05T09:00:00Z', requiredStrength: 'enhanced' },
    ],
  },
  'enhanced from the next sign-in on': { ...SHARED, requiredStrength: 'enhanced', onTighten: 'next-sign-in' },
};

export const FIRST_POLICY: PolicyInput<string> = POLICIES['baseline, who falls short steps up'] ?? SHARED;

export function withDirectory(policy: PolicyInput<string>): PolicyInput<string> {
  return { ...policy, providers: { ...policy.providers, [STAFF]: { mailDomains: ['app.example'] } } };
}
