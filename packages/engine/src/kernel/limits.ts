/** How long a call to the host may take, in milliseconds; then it is given up, and is a fault like one that was thrown. */
export const HOST_LIMITS = {
  /** Then the person is told to ask again (503 `mail-unavailable`). */
  sendMail: 10_000,
  /** Then the notice is tried again later. */
  notifyOwner: 10_000,
  /** Then nothing is decided (503 `store-unavailable`). */
  resolveSubject: 5_000,
  /** Then an account is blocked without it. */
  exposure: 5_000,
} as const;

/** How often notices that wait are looked at, and what is past its end is swept. */
export const TEND_EVERY = 15_000;

/** How long `close()` waits for what is under way. */
export const CLOSE_WITHIN = 10_000;

/** How long a notice that failed waits before it is tried again: twice as long each time, up to the last. */
export const NOTICE_WAITS = { first: 15_000, last: 3_600_000 } as const;

/** How long start-up waits before it asks the store again: twice as long each time, up to the last. */
export const OPENING_WAITS = { first: 250, last: 5_000 } as const;

/** Owners who are told at the same time. */
export const OWNERS_AT_ONCE = 16;
