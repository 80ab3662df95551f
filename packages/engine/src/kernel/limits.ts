/**
 * The most times that an operation tries its commit, if other changes are quicker. After the last try, an act and a proof are answered
 * `store-unavailable`, and a posted response `invalid-credentials`.
 */
export const MOST_TRIES = 30;

/** The most owners who are told at the same time. */
export const OWNERS_AT_ONCE = 16;

/** The most events that wait for `onEvent`. Further events are dropped. */
export const EVENTS_WAITING = 1_000;

/** The characters of a user agent that a session and a device keep: enough for their owner to recognise the device. */
export const LONGEST_USER_AGENT = 300;

/**
 * The most failed responses (`failedResponses`) of one SAML request, and the most failed returns (`failedReturns`) of one flow, those that are being
 * judged included. Judging a forged response costs the provider, or this process, as much as judging a real response.
 */
export const MOST_FAILED_RETURNS = 5;
