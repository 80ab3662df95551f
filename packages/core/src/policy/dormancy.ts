import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import type { Policy } from './policy.ts';

const LONGEST_NOTICE = 14 * 86_400_000;

/**
 * What the policy's `dormant` asks for an account without a sign-in: `warn` the owner first, and `block` the account later. The owner hears of the
 * block two weeks before it, or a quarter of `after` before it if that is shorter, also if the policy is new or nobody looked for long. A notice from
 * before that time, or from before a time without `dormant`, is none: it told of another block.
 *
 * @param account `since`: the last sign-in, or the creation or the end of a block if that is later. `warnedAt`: the notice. `askedSince`: since when
 *   every version of the policy has had `dormant`; absent: since before the notice
 */
export function dormancyAt(
  { dormant }: Pick<Policy, 'dormant'>,
  account: {
    readonly since: Instant;
    readonly warnedAt: Instant | undefined;
    readonly askedSince?: Instant | undefined;
  },
  now: Instant,
): 'active' | 'warn' | 'warned' | 'block' {
  if (dormant === undefined) return 'active';
  const { since, warnedAt, askedSince = since } = account;
  const notice = noticeOf(dormant.after);
  const toldFrom = since + dormant.after - notice;
  if (now < toldFrom) return 'active';
  if (warnedAt === undefined || warnedAt < toldFrom || warnedAt < askedSince) return 'warn';
  return now >= Math.max(since + dormant.after, warnedAt + notice) ? 'block' : 'warned';
}

function noticeOf(after: Milliseconds): number {
  return Math.min(LONGEST_NOTICE, after / 4);
}
