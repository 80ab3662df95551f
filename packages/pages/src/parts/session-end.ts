import type { SessionEntry } from '@sallyport/browser';
import { clockTime } from './explain.ts';
import { words } from './words.ts';

/** Milliseconds: the shortest default lifetime of a session in use. */
const IN_USE = 12 * 3_600_000;

/** A sentence about the end of this session: at a fixed time, or after a time without use. */
export function sessionEnd(sessions: readonly SessionEntry[]): string {
  const session = sessions.find(({ current }) => current);
  if (session === undefined) return '';
  const { ends, endsIfUnused } = words.times;
  return (movesWithUse(session) ? endsIfUnused : ends)(clockTime(session.expiresAt));
}

/**
 * The server reports the earlier of two ends, without the kind: some whole seconds after the sign-in, or after the last use. In the first minute both
 * are equal.
 */
function movesWithUse({ createdAt, lastSeenAt, expiresAt }: SessionEntry): boolean {
  const since = (instant: string): number => Date.parse(expiresAt) - Date.parse(instant);
  const isWhole = (milliseconds: number): boolean => milliseconds % 1000 === 0;
  if (!isWhole(since(createdAt))) return true;
  return isWhole(since(lastSeenAt)) && since(lastSeenAt) < IN_USE;
}
