export const MOST_TRIES = 30;

export const OWNERS_AT_ONCE = 16;

export const EVENTS_WAITING = 1_000;

export const LONGEST_USER_AGENT = 300;

/** Judging a forged response costs as much as judging a real response. */
export const MOST_FAILED_RETURNS = 5;
