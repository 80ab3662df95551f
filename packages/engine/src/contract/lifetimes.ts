// Lifetimes and time limits, in milliseconds. The policy's durations are elsewhere.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type HandedOut =
  | 'flow'
  | 'sentCode'
  | 'pendingSecret'
  | 'challenge'
  | 'askedOfFactor'
  | 'resetLink'
  | 'emailChangeLink'
  | 'signUpLink'
  | 'invitation'
  | 'organisationInvitation'
  | 'enrollmentCode'
  | 'bootstrapCode'
  | 'disownLink'
  | 'device';

export const LIFETIMES: Readonly<Record<HandedOut, number>> = {
  /** From the first page of a sign-in, a step-up or a recovery to the last proof. */
  flow: 30 * MINUTE,
  sentCode: 10 * MINUTE,
  pendingSecret: 30 * MINUTE,
  challenge: 5 * MINUTE,
  askedOfFactor: 10 * MINUTE,
  resetLink: 30 * MINUTE,
  emailChangeLink: HOUR,
  signUpLink: HOUR,
  invitation: 7 * DAY,
  organisationInvitation: 7 * DAY,
  /** An administrator has one day to hand the code over. */
  enrollmentCode: DAY,
  bootstrapCode: HOUR,
  disownLink: 7 * DAY,
  /** From the last sign-in that changed the list in the browser. */
  device: 400 * DAY,
};

/** A sign-in at a known device is unfamiliar after `failures` wrong guesses, or if the last sign-in is `absence` ago. */
export const UNFAMILIAR: { readonly failures: number; readonly absence: number } = { failures: 3, absence: 180 * DAY };

/** WebAuthn L3 §5.4, `timeout`. */
export const CEREMONY_TIMEOUT: number = MINUTE;

/** Half of the session's idle limit, if that is shorter. */
export const TOUCH_AFTER: number = MINUTE;

/** How long a process looks again at a tenant that was removed. */
export const REMOVED_AGAIN_FOR: number = HOUR;

/** For each account and device, in the log. */
export const REFUSAL_LOGGED_EVERY: number = HOUR;

export const REMINDER_BUDGET: { readonly mails: number; readonly window: number } = { mails: 1, window: DAY };

export const MAIL_BUDGET: { readonly mails: number; readonly window: number } = { mails: 5, window: HOUR };

/** Of one person, to any address. */
export const INVITING_BUDGET: { readonly mails: number; readonly window: number } = { mails: 50, window: HOUR };

/** To one address, from all organisations. */
export const INVITED_BUDGET: { readonly mails: number; readonly window: number } = { mails: 20, window: HOUR };

/** Each answer tells whether a name is taken. */
export const RENAME_BUDGET: { readonly mails: number; readonly window: number } = { mails: 10, window: HOUR };

/** While the budget is full and contains open guesses. After `inAll` the engine refuses the guess (503 `busy`). */
export const GUESS_WAITS: { readonly firstPause: number; readonly longestPause: number; readonly inAll: number } = {
  firstPause: 20,
  longestPause: SECOND,
  inAll: 10 * SECOND,
};

export const DAY_IN_MS: number = DAY;

export const DORMANT_AFTER: number = 90 * DAY;

export const FAILURES_SHOWN: number = DAY;

export const HOST_LIMITS: Readonly<
  Record<
    | 'sendMail'
    | 'sendCode'
    | 'notifyOwner'
    | 'onEvent'
    | 'onLogHead'
    | 'resolveSubject'
    | 'memberRoles'
    | 'verifyElsewhere'
    | 'beforeDeletion'
    | 'afterDeletion'
    | 'breachedPasswords'
    | 'passwordHashing'
    | 'exposure'
    | 'contextOf'
    | 'displayNames'
    | 'provider',
    number
  >
> = {
  sendMail: 10 * SECOND,
  sendCode: 10 * SECOND,
  notifyOwner: 10 * SECOND,
  onEvent: 10 * SECOND,
  onLogHead: 10 * SECOND,
  resolveSubject: 5 * SECOND,
  memberRoles: 5 * SECOND,
  /** Without an answer, every context applies. */
  contextOf: SECOND / 2,
  verifyElsewhere: 10 * SECOND,
  beforeDeletion: 10 * SECOND,
  afterDeletion: 10 * SECOND,
  breachedPasswords: 10 * SECOND,
  passwordHashing: 30 * SECOND,
  exposure: 5 * SECOND,
  displayNames: 2 * SECOND,
  provider: 10 * SECOND,
};

export const BACKGROUND_INTERVAL: number = 15 * SECOND;

/** Longer than any call of a store takes: a late commit still meets the mark of a used value. */
export const SWEPT_AFTER: number = 5 * MINUTE;

export const HEALTHY_WITHIN: number = 2 * SECOND;

/** Without an answer, no passkey is called unknown. */
export const PASSKEY_FOUND_WITHIN: number = 2 * SECOND;

export const SHORTEST_REUSE = 50;
export const LONGEST_REUSE: number = SECOND;

/** A timer may end a millisecond early. */
export const REUSE_MARGIN = 5;

/** Shorter than `knownAfter`. */
export const REUSE_LEARNED_FOR: number = 30 * SECOND;

export const REUSE_HOLD: {
  readonly length: number;
  readonly renewedAfter: number;
  readonly knownAfter: number;
  readonly reusedFor: number;
} = {
  length: DAY,
  renewedAfter: HOUR,
  /** Then every process has read the hold. */
  knownAfter: MINUTE,
  /** The rest is for clocks that differ. */
  reusedFor: DAY / 2,
};

export const CLOSE_WITHIN: number = 10 * SECOND;

export const NOTICE_WAITS: { readonly first: number; readonly last: number } = { first: 15 * SECOND, last: HOUR };

/** Longer than `DELETIONS_FRESH` and the call (`HOST_LIMITS`) together. */
export const DELETION_LEASE: number = 30 * SECOND;

export const DELETIONS_FRESH: number = 10 * SECOND;

/** Not shorter than the lease, which no process gives back. */
export const DELETION_WAITS: { readonly first: number; readonly last: number } = { first: DELETION_LEASE, last: HOUR };

export const OPENING_WAITS: { readonly first: number; readonly last: number } = { first: SECOND / 4, last: 5 * SECOND };

export const THREAT_LIMITS: Readonly<Record<'answer' | 'analysis' | 'idle', number>> = {
  answer: 2 * SECOND,
  analysis: MINUTE,
  idle: MINUTE,
};

export const SOON_WITHIN: number = 30 * DAY;
