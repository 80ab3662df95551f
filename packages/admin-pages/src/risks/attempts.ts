import type { Risk } from '@sallyport/browser';
import { here } from '@sallyport/pages/parts';

/** The server counts the guesses of a day. */
const DAY_IN_MS = 86_400_000;

/** For several attacked accounts, everybody's failures of the last day. */
export function attemptsPage(risk: Pick<Risk, 'count' | 'accounts'>, now: number): string {
  const only = onlyAccount(risk);
  const whose = only === undefined ? `from=${new Date(now - DAY_IN_MS).toISOString()}` : `account=${only}`;
  return here(`/admin/activity?type=sign-in.failed&${whose}`);
}

/** For several accounts, the disowned sign-ins of everybody. */
export function disownedPage(risk: Pick<Risk, 'count' | 'accounts'>): string {
  const only = onlyAccount(risk);
  return only === undefined ? here('/admin/activity?type=sign-in.disowned') : here(`/admin/activity?account=${only}`);
}

function onlyAccount({ count, accounts: [only] }: Pick<Risk, 'count' | 'accounts'>): string | undefined {
  return count === 1 && only !== undefined ? encodeURIComponent(only.accountId) : undefined;
}
