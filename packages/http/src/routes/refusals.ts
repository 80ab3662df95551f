import type { Refused } from '../message/refusal.ts';

/** Refusals of a step in an open flow. */
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

/** Refusals of sending a code. */
export const ofSending: readonly Refused[] = ['too-many-mails', 'mail-unavailable'];

/** Refusals of enrolling in a session with recent proof. The engine enrols in the open flow if there is a flow, otherwise in the session. */
export const outsideFlow: readonly Refused[] = [
  'no-session',
  'insufficient-strength',
  'flow-expired',
  'method-not-allowed',
  'invalid-credentials',
  'no-way-in',
];

/** Refusals of completing an enrollment. */
export const ofEnrolling: readonly Refused[] = [...outsideFlow, 'flow-conflict', 'account-blocked'];
