/** How many devices a store keeps for an account: of more, the one that was not seen for longest goes. */
export const DEVICES_PER_ACCOUNT = 10;

/**
 * How long, in milliseconds, the counter of an unknown identifier outlives its window and its lock, so that it looks like
 * any other.
 */
export const UNKNOWN_COUNTERS_KEPT = 86_400_000;
