import type { EventType } from '@sallyport/store';

/** Somebody else may have had the account of the inviter. A help-in writes the second or the fourth. */
export const DOUBTS: readonly EventType[] = [
  'account.blocked',
  'two-step.reset',
  'passkeys.reset',
  'enrollment.vouched',
  'sign-in.disowned',
];

export const READ_FOR_INVITATIONS: readonly EventType[] = [
  ...DOUBTS,
  'account.deleted',
  'organisation.member-invited',
  'organisation.member-removed',
  'organisation.invitation-withdrawn',
  'organisation.invitation-ended',
  'organisation.member-set',
];
