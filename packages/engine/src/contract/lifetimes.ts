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
  | 'enrollmentCode'
  | 'bootstrapCode'
  | 'disownLink'
  | 'device';

/** The lifetime of each thing that the engine hands out. */
export const LIFETIMES: Readonly<Record<HandedOut, number>> = {
  /** A sign-in, a step-up or a recovery: from the first page to the last proof. */
  flow: 30 * MINUTE,
  /** A sent code, which proves an address or confirms a new address. */
  sentCode: 10 * MINUTE,
  /** A secret that waits for its first code. */
  pendingSecret: 30 * MINUTE,
  /** A WebAuthn challenge: how long a person has to touch the authenticator. */
  challenge: 5 * MINUTE,
  /** What a factor asks for in a flow: how long a person has to find the cells on a card. */
  askedOfFactor: 10 * MINUTE,
  /** A link to a new password. */
  resetLink: 30 * MINUTE,
  /** A link that confirms a new mail address. */
  emailChangeLink: HOUR,
  /** A link that makes an account. */
  signUpLink: HOUR,
  /** A link to the first sign-in of an invited person. */
  invitation: 7 * DAY,
  /** An administrator has one day to hand the code over. */
  enrollmentCode: DAY,
  /** The enrollment code of a bootstrap, whose operator hands the code over at once. */
  bootstrapCode: HOUR,
  /** A link by which an owner disowns a sign-in. */
  disownLink: 7 * DAY,
  /**
   * The device tokens in a browser, from the last sign-in that changed the browser's list. The store keeps the device until it is forgotten, the
   * account's epoch rises, or there are too many newer devices.
   */
  device: 400 * DAY,
};

/** A sign-in at a known device is unfamiliar after `failures` wrong guesses, or if the last sign-in is `absence` ago. */
export const UNFAMILIAR: { readonly failures: number; readonly absence: number } = { failures: 3, absence: 180 * DAY };

/** The client's time limit for the person at the authenticator (WebAuthn L3 §5.4, `timeout`). */
export const CEREMONY_TIMEOUT: number = MINUTE;

/** A session's `lastSeenAt` moves at most once a minute, or at most once in half of the session's idle limit if that is shorter. */
export const TOUCH_AFTER: number = MINUTE;

/** A refusal of a sign-in beyond the limit of sessions is in the log at most this often, for each account and device. */
export const REFUSAL_LOGGED_EVERY: number = HOUR;

/** The budget of an account for reminders. */
export const REMINDER_BUDGET: { readonly mails: number; readonly window: number } = { mails: 1, window: DAY };

/** The budget of an account for mails or other messages of one purpose. */
export const MAIL_BUDGET: { readonly mails: number; readonly window: number } = { mails: 5, window: HOUR };

/** The budget of an owner for new identifiers. Each answer tells whether a name is taken. */
export const RENAME_BUDGET: { readonly mails: number; readonly window: number } = { mails: 10, window: HOUR };

/**
 * The waits of a guess while the budget is full and contains open guesses: the first pause, the longest pause, and the sum of all pauses.
 * Then the engine refuses the guess (503 `busy`).
 */
export const GUESS_WAITS: { readonly firstPause: number; readonly longestPause: number; readonly inAll: number } = {
  firstPause: 20,
  longestPause: SECOND,
  inAll: 10 * SECOND,
};

/** A day in milliseconds. */
export const DAY_IN_MS: number = DAY;

/** After this time without a sign-in, an account counts as dormant. */
export const DORMANT_AFTER: number = 90 * DAY;

/** How far back the security view counts failures. */
export const FAILURES_SHOWN: number = DAY;

/** The time limit of each call to the host. A call that exceeds its limit fails like a call that throws. */
export const HOST_LIMITS: Readonly<
  Record<
    | 'sendMail'
    | 'sendCode'
    | 'notifyOwner'
    | 'onEvent'
    | 'onLogHead'
    | 'resolveSubject'
    | 'verifyElsewhere'
    | 'beforeDeletion'
    | 'afterDeletion'
    | 'breachedPasswords'
    | 'exposure'
    | 'displayNames'
    | 'provider',
    number
  >
> = {
  /** Then the person is told to ask again (503 `mail-unavailable`). */
  sendMail: 10 * SECOND,
  sendCode: 10 * SECOND,
  /** Then the engine retries the notice later. */
  notifyOwner: 10 * SECOND,
  /** Then the engine continues with the next event of that account. */
  onEvent: 10 * SECOND,
  onLogHead: 10 * SECOND,
  /** Then the engine decides nothing (503 `store-unavailable`). */
  resolveSubject: 5 * SECOND,
  /** Then the former system is unavailable (503 `provider-unavailable`), and no proof was judged. */
  verifyElsewhere: 10 * SECOND,
  /** Then nothing is deleted (503 `provider-unavailable`). */
  beforeDeletion: 10 * SECOND,
  /** Then the engine calls again later. */
  afterDeletion: 10 * SECOND,
  /** Then no password can be set (503 `provider-unavailable`). */
  breachedPasswords: 10 * SECOND,
  /** Then the account is blocked without the exposure. */
  exposure: 5 * SECOND,
  /** Then the page goes on without the names. */
  displayNames: 2 * SECOND,
  /** Then the provider is unavailable (503 `provider-unavailable`), and no proof was judged. */
  provider: 10 * SECOND,
};

/** The interval of the background work: sending waiting notices and sweeping expired records. */
export const BACKGROUND_INTERVAL: number = 15 * SECOND;

/**
 * How long a sweep leaves an expired record. A commit that was sent in time and arrives late still meets the mark of a used value. Longer than any
 * call of a store takes.
 */
export const SWEPT_AFTER: number = 5 * MINUTE;

/** The longest time that `health()` waits for the store. */
export const HEALTHY_WITHIN: number = 2 * SECOND;

/** The longest time that a refused sign-in waits for the answer whether any tenant has the passkey. Without an answer, no passkey is called unknown. */
export const PASSKEY_FOUND_WITHIN: number = 2 * SECOND;

/** The longest time that `close()` waits for running work. */
export const CLOSE_WITHIN: number = 10 * SECOND;

/** The pause before a failed notice is retried: doubled after each failure, up to `last`. */
export const NOTICE_WAITS: { readonly first: number; readonly last: number } = { first: 15 * SECOND, last: HOUR };

/** How long one process alone may tell the host of a deletion: longer than `DELETIONS_FRESH` and the call (`HOST_LIMITS`) together. */
export const DELETION_LEASE: number = 30 * SECOND;

/** The greatest age of the list of waiting deletions that a process works on. */
export const DELETIONS_FRESH: number = 10 * SECOND;

/** The pause before the host is told again of a deletion: doubled after each failure, up to `last`. Not shorter than the lease, which no process gives back. */
export const DELETION_WAITS: { readonly first: number; readonly last: number } = { first: DELETION_LEASE, last: HOUR };

/** The pause before start-up asks the store again: doubled after each failure, up to `last`. */
export const OPENING_WAITS: { readonly first: number; readonly last: number } = { first: SECOND / 4, last: 5 * SECOND };

/** The time limits of the comparison in a preview of a policy. */
export const THREAT_LIMITS: Readonly<Record<'answer' | 'analysis' | 'idle', number>> = {
  /** A preview waits this long. Then the preview says that the analysis is running. */
  answer: 2 * SECOND,
  /** An analysis runs this long. Then the analysis is ended. */
  analysis: MINUTE,
  /** The thread of the analyses ends after this time without a question. */
  idle: MINUTE,
};
