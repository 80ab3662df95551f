import {
  type AttemptCounter,
  type CounterPlace,
  clearAttempts,
  MAIL_COUNTERS,
  NO_ATTEMPTS,
} from '@sallyport/core/lockout';
import type { Commit } from '../commit.ts';

/** Counters of mails (`MAIL_COUNTERS`) never match. */
export interface CounterReset {
  /** Absent: every authenticator. */
  readonly authenticators: readonly string[] | undefined;
  /** `any`: strangers and every device. `none`: strangers. */
  readonly device: 'any' | 'none' | { readonly tokenHash: string };
  /** `total`: only `total` becomes 0 (`clearAttempts` for a known device). */
  readonly resets: 'all' | 'total';
}

/** The resets of `Commit.clearCounters`, by the rule of core (`clearedCounter`). Of the resets that match a counter, the first applies. */
export function counterResets(asked: NonNullable<Commit['clearCounters']>): readonly CounterReset[] {
  if (asked.by === 'administrator') return [{ authenticators: undefined, device: 'any', resets: 'all' }];
  if (asked.by === 'rebinding') return [rebinding(asked.authenticators)];
  const { by, authenticators, device, rebinds } = asked;
  const resets: CounterReset[] = rebinds === undefined ? [] : [rebinding(rebinds)];
  resets.push({ authenticators, device: 'none', resets: by === 'stranger' ? 'all' : 'total' });
  if (device !== undefined) resets.push({ authenticators, device: { tokenHash: device }, resets: 'all' });
  return resets;
}

function rebinding(authenticators: readonly string[]): CounterReset {
  return { authenticators, device: 'any', resets: 'all' };
}

/** The first that matches. */
export function resetOf(
  resets: readonly CounterReset[],
  { authenticator, device }: CounterPlace,
): CounterReset | undefined {
  if (authenticator.startsWith(MAIL_COUNTERS)) return undefined;
  return resets.find(
    (reset) =>
      (reset.authenticators?.includes(authenticator) ?? true) &&
      (reset.device === 'any' || device === (reset.device === 'none' ? undefined : reset.device.tokenHash)),
  );
}

export function afterReset(counter: AttemptCounter, { resets }: CounterReset): AttemptCounter {
  return resets === 'all' ? NO_ATTEMPTS : clearAttempts(counter, 'known-device');
}
