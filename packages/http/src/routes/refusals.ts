import type { Refused } from '../message/refusal.ts';

/** What a step of an open flow may say no with. */
export const ofStep: readonly Refused[] = [
  'invalid-credentials',
  'account-blocked',
  'method-not-allowed',
  'no-way-in',
  'flow-conflict',
  'flow-expired',
  'locked',
  'busy',
];

/** What sending a code may say no with. */
export const ofSending: readonly Refused[] = ['too-many-mails', 'mail-unavailable'];

/** Factors are set up in a flow that asks for it, or in a session with recent proof: the engine knows which, and the flow wins. */
export const outsideFlow: readonly Refused[] = [
  'no-session',
  'insufficient-strength',
  'flow-expired',
  'method-not-allowed',
  'invalid-credentials',
  'no-way-in',
];

/** What setting up a factor may say no with once something of it is shown. */
export const ofEnrolling: readonly Refused[] = [...outsideFlow, 'flow-conflict', 'account-blocked'];

/** The refusals that a set-up in a session adds to its guard: no further proof opens the enrollment gate. */
export const ofSetUp: readonly Refused[] = ['no-way-in'];
