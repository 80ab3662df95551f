// How long everything lives, and how long the engine waits, in milliseconds. What a policy sets is not here.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type HandedOut =
  | 'flow'
  | 'sentCode'
  | 'pendingSecret'
  | 'challenge'
  | 'resetLink'
  | 'emailChangeLink'
  | 'enrollmentCode'
  | 'device';

/** How long each thing that is handed out is good for. */
export const LIFETIMES: Readonly<Record<HandedOut, number>> = {
  /** A sign-in, a step-up or a recovery: from the first page to the last proof. */
  flow: 30 * MINUTE,
  /** A code that is sent, to prove an address or to confirm a new one. */
  sentCode: 10 * MINUTE,
  /** A secret that is shown and of which no code is shown yet. */
  pendingSecret: 30 * MINUTE,
  /** A WebAuthn challenge: how long a person has to touch the authenticator. */
  challenge: 5 * MINUTE,
  /** A link to a new password. */
  resetLink: 30 * MINUTE,
  /** A link that confirms a new mail address. */
  emailChangeLink: HOUR,
  /** An administrator has a day to hand the code over. */
  enrollmentCode: DAY,
  /**
   * The token by which a device is known: how long a browser keeps it, from the sign-in that made it known. The store keeps it until
   * it is forgotten, the account's epoch moves on, or it is the oldest of too many.
   */
  device: 400 * DAY,
};

/** How long a client is told to wait for the person at the authenticator (WebAuthn L3 §5.4, `timeout`). */
export const CEREMONY_TIMEOUT: number = MINUTE;

/** A session's `lastSeenAt` moves once a minute at most, or after half of the session's idle limit if that is shorter. */
export const TOUCH_AFTER: number = MINUTE;

/** Mails, or other messages, that an account gets for one purpose, however they are asked for. */
export const MAIL_BUDGET: { readonly mails: number; readonly window: number } = { mails: 5, window: HOUR };

/**
 * How long a guess waits while the budget is full and holds guesses that nobody has judged: the first pause, the longest pause, and all
 * pauses together. Then the guess is refused (503 `busy`).
 */
export const GUESS_WAITS: { readonly first: number; readonly last: number; readonly longest: number } = {
  first: 20,
  last: SECOND,
  longest: 10 * SECOND,
};

/** How far back the security view counts failures. */
export const FAILURES_SHOWN: number = DAY;

/** How long a call to the host may take; then it is given up, and is a fault like one that was thrown. */
export const HOST_LIMITS: Readonly<
  Record<'sendMail' | 'sendCode' | 'notifyOwner' | 'onEvent' | 'resolveSubject' | 'exposure' | 'provider', number>
> = {
  /** Then the person is told to ask again (503 `mail-unavailable`). */
  sendMail: 10 * SECOND,
  sendCode: 10 * SECOND,
  /** Then the notice is tried again later. */
  notifyOwner: 10 * SECOND,
  /** Then the next one of that account is told. */
  onEvent: 10 * SECOND,
  /** Then nothing is decided (503 `store-unavailable`). */
  resolveSubject: 5 * SECOND,
  /** Then an account is blocked without it. */
  exposure: 5 * SECOND,
  /** Then it is unavailable (503 `provider-unavailable`), and nobody's proof was judged. */
  provider: 10 * SECOND,
};

/** How often waiting notices are looked at, and what is past its end is swept. */
export const BACKGROUND_INTERVAL: number = 15 * SECOND;

/** How long `close()` waits for what is under way. */
export const CLOSE_WITHIN: number = 10 * SECOND;

/** How long a notice that failed waits before it is tried again: twice as long each time, up to the last. */
export const NOTICE_WAITS: { readonly first: number; readonly last: number } = { first: 15 * SECOND, last: HOUR };

/** How long start-up waits before it asks the store again: twice as long each time, up to the last. */
export const OPENING_WAITS: { readonly first: number; readonly last: number } = { first: SECOND / 4, last: 5 * SECOND };

/** The limits of the comparison of what thieves reach, in a preview of a policy. */
export const THREAT_LIMITS: Readonly<Record<'answer' | 'analysis' | 'idle', number>> = {
  /** A preview waits this long. Then the preview says that the analysis is running. */
  answer: 2 * SECOND,
  /** An analysis runs this long. Then the analysis is ended. */
  analysis: MINUTE,
  /** The thread of the analyses ends after this time without a question. */
  idle: MINUTE,
};
