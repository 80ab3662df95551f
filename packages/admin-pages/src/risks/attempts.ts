import type { Risk } from '@sallyport/browser';

/** The server counts the guesses of a day. */
const DAY_IN_MS = 86_400_000;

/** The address of the failed sign-ins of the attacked account. For several attacked accounts, the failed sign-ins of everybody within the last day. */
export function attemptsPage({ count, accounts }: Pick<Risk, 'count' | 'accounts'>, now: number): string {
  const [only] = accounts;
  const whose =
    count === 1 && only !== undefined
      ? `account=${encodeURIComponent(only.accountId)}`
      : `from=${new Date(now - DAY_IN_MS).toISOString()}`;
  return `/admin/activity?type=sign-in.failed&${whose}`;
}
