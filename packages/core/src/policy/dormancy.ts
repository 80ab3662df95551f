import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Policy } from './policy.ts';

const LONGEST_NOTICE = 14 * 86_400_000;

/**
 * What the policy's `dormant` asks for an account without a sign-in: `warn` the owner first, and `block` the account later. The owner hears of the
 * block
 * two weeks before it, or a quarter of `after` before it if that is shorter, also if the policy is new or nobody looked for long.
 *
 * @param account `since`: the last sign-in, or the creation or the end of a block if that is later. `warnedAt`: the notice
 */
export function dormancyAt(
  { dormant }: Pick<Policy, 'dormant'>,
  { since, warnedAt }: { readonly since: Instant; readonly warnedAt: Instant | undefined },
  now: Instant,
): 'active' | 'warn' | 'warned' | 'block' {
  if (dormant === undefined) return 'active';
  const notice = noticeOf(dormant.after);
  if (now < since + dormant.after - notice) return 'active';
  if (warnedAt === undefined) return 'warn';
  return now >= Math.max(since + dormant.after, warnedAt + notice) ? 'block' : 'warned';
}

function noticeOf(after: Milliseconds): number {
  return Math.min(LONGEST_NOTICE, after / 4);
}
