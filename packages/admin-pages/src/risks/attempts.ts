import type { Risk } from '@sallyport/browser';

/** The server counts the guesses of a day. */
const DAY_IN_MS = 86_400_000;

/** The address of the failed sign-ins of the attacked account. For several attacked accounts, the failed sign-ins of everybody within the last day. */
export function attemptsPage(risk: Pick<Risk, 'count' | 'accounts'>, now: number): string {
  const only = onlyAccount(risk);
  const whose = only === undefined ? `from=${new Date(now - DAY_IN_MS).toISOString()}` : `account=${only}`;
  return `/admin/activity?type=sign-in.failed&${whose}`;
}

/** The address of everything that happened to the account with a disowned sign-in. For several accounts, the disowned sign-ins of everybody. */
export function disownedPage(risk: Pick<Risk, 'count' | 'accounts'>): string {
  const only = onlyAccount(risk);
  return only === undefined ? '/admin/activity?type=sign-in.disowned' : `/admin/activity?account=${only}`;
}

/** The id of the account of a risk, as a part of an address, if one account alone has the risk. */
function onlyAccount({ count, accounts: [only] }: Pick<Risk, 'count' | 'accounts'>): string | undefined {
  return count === 1 && only !== undefined ? encodeURIComponent(only.accountId) : undefined;
}
