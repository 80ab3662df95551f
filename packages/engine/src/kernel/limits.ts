/** The most conflicts with unrelated changes that an act retries. Then the engine answers that the store is too busy. */
export const MOST_TRIES = 30;

/** The most owners who are told at the same time. */
export const OWNERS_AT_ONCE = 16;

/** The most events that wait for `onEvent`. Further events are dropped. */
export const EVENTS_WAITING = 1_000;

/** The characters of a user agent that a session and a device keep: enough for their owner to recognise the device. */
export const LONGEST_USER_AGENT = 300;

/**
 * The most failed responses that are posted in one journey, and the most failed returns of one flow. Judging a forged response costs the
 * provider, or this process, as much as judging
 * a real response.
 */
export const MOST_FAILED_RETURNS = 5;
