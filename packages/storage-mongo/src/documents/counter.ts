import { type AttemptCounter, instant } from '@sallyport/core';
import type { CounterView } from '@sallyport/store';
import type { Stored } from '../stored.ts';

export function counterOf(stored: Stored): AttemptCounter {
  const { recent = 0, total = 0, first = 0, lockedUntil = 0, open = 0, openUntil = 0 } = stored;
  return {
    recent,
    total,
    first: instant(first),
    lockedUntil: instant(lockedUntil),
    open,
    openUntil: instant(openUntil),
  };
}

export function counterViewOf(stored: Stored): CounterView {
  const { subject = '', authenticator = '', device } = stored;
  return { subject, authenticator, ...(device === undefined ? {} : { device }), counter: counterOf(stored) };
}
