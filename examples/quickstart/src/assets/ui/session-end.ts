import type { SessionEntry } from '@sallyport/browser';
import { clockTime } from './explain.ts';
import { words } from './words.ts';

/** No sign-in ends sooner than this in use, unless a policy says so. */
const IN_USE = 12 * 3_600_000;

/** When this session ends, in a sentence: at a fixed time, or once it is not used for long enough. */
export function sessionEnd(sessions: readonly SessionEntry[]): string {
  const session = sessions.find(({ current }) => current);
  if (session === undefined) return '';
  const { ends, endsIfUnused } = words.common;
  return (movesWithUse(session) ? endsIfUnused : ends)(clockTime(session.expiresAt));
}

/**
 * Whether the end moves on with each use. The server names the earlier one of two ends, and not which: a fixed one, some whole seconds after
 * the sign-in, and one some whole seconds after the last use. In the first minute these are the same.
 */
function movesWithUse({ createdAt, lastSeenAt, expiresAt }: SessionEntry): boolean {
  const since = (instant: string): number => Date.parse(expiresAt) - Date.parse(instant);
  const isWhole = (milliseconds: number): boolean => milliseconds % 1000 === 0;
  if (!isWhole(since(createdAt))) return true;
  return isWhole(since(lastSeenAt)) && since(lastSeenAt) < IN_USE;
}
