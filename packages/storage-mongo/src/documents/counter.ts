import { type AttemptCounter, instant } from '@sallyport/core';
import type { CounterView } from '@sallyport/store';
import type { Document } from 'mongodb';
import type { Stored } from '../stored.ts';

export const OPEN_ENDS: Document = { $ifNull: ['$openEnds', []] };

export function counterOf(stored: Stored): AttemptCounter {
  const { recent = 0, total = 0, first = 0, lockedUntil = 0, openEnds = [] } = stored;
  return {
    recent,
    total,
    first: instant(first),
    lockedUntil: instant(lockedUntil),
    open: openEnds.map(instant),
  };
}

export function counterViewOf(stored: Stored): CounterView {
  const { subject = '', authenticator = '', device } = stored;
  return { subject, authenticator, ...(device === undefined ? {} : { device }), counter: counterOf(stored) };
}
