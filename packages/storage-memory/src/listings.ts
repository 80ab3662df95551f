import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type AccountsPage,
  type Listed,
  type Page,
  type PolicyRecord,
  pageOf,
  placeOf,
  type SessionRecord,
  searchedNames,
  searchedWords,
  type VaultWays,
} from '@sallyport/store';
import { isLiveSession, type TenantData } from './tenant-data.ts';

export function listAccounts(data: TenantData, page: AccountsPage): Listed<AccountRecord> {
  const after = placeOf(page) ?? '';
  const words = searchedWords(page.query ?? '');
  const whole = page.name?.toLowerCase();
  const matching = [...data.accounts.values()].filter((account) => {
    if (account.id <= after) return false;
    const names = namesOf(account);
    return haveAll(names, words) && (whole === undefined || names.includes(whole));
  });
  matching.sort((a, b) => (a.id < b.id ? -1 : 1));
  return pageOf(matching, page.limit, ({ id }) => id);
}

export function namesOf(account: AccountRecord): readonly string[] {
  return searchedNames(account).map((name) => name.toLowerCase());
}

export function haveAll(names: readonly string[], words: readonly string[]): boolean {
  return words.every((word) => names.some((name) => name.includes(word)));
}

export function listVaultWays(data: TenantData, page: Page): Listed<VaultWays> {
  const after = placeOf(page) ?? '';
  const ways = [...data.vaults.values()]
    .filter(({ accountId }) => accountId > after)
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
    .map(({ accountId, envelopes }) => ({ accountId, kinds: envelopes.map(({ kind }) => kind) }));
  return pageOf(ways, page.limit, ({ accountId }) => accountId);
}

export function listSessions(data: TenantData, accountId: AccountId, now: Instant): readonly SessionRecord[] {
  return data.sessions
    .of(accountId)
    .filter((session) => isLiveSession(session, now))
    .sort((a, b) => b.createdAt - a.createdAt);
}

export function listPolicyVersions(data: TenantData, page: Page): Listed<PolicyRecord> {
  const before = Number(placeOf(page) ?? Number.POSITIVE_INFINITY);
  const matching = data.policies.filter(({ version }) => version < before).reverse();
  return pageOf(matching, page.limit, ({ version }) => `${version}`);
}

export function countFailures(
  { events, unknownFailures }: TenantData,
  since: Instant,
): readonly { readonly hour: Instant; readonly count: number }[] {
  const counts = events.failures(since);
  for (const { hour, count } of unknownFailures.since(since)) counts.add(hour, count);
  return counts.all();
}
