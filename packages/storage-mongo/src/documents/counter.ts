import { type AttemptCounter, instant } from '@sallyport/core';
import { NO_ATTEMPTS } from '@sallyport/core/lockout';
import type { CounterView } from '@sallyport/engine/store';
import type { Stored } from '../stored.ts';

export function counterOf(stored: Stored): AttemptCounter {
  const { recent = 0, total = 0, first, lockedUntil } = stored;
  return { recent, total, first: instant(first ?? NO_ATTEMPTS.first), lockedUntil: instant(lockedUntil ?? 0) };
}

export function counterViewOf(stored: Stored): CounterView {
  const { subject = '', authenticator = '', device } = stored;
  return { subject, authenticator, ...(device === undefined ? {} : { device }), counter: counterOf(stored) };
}
