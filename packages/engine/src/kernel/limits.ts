/** Conflicts with unrelated changes that an act bears, made again each time, before it says that the store is too busy. */
export const ROUNDS = 30;

/** Owners who are told at the same time. */
export const OWNERS_AT_ONCE = 16;

/** Events that wait for `onEvent` at most; what comes on top is not told. */
export const EVENTS_WAITING = 1_000;

/** Characters of a user agent that a session and a device keep: enough for their owner to recognise them. */
export const LONGEST_USER_AGENT = 300;
