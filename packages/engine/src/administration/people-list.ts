import { administers, datesOf, type Instant, instant } from '@sallyport/core';
import type { AccountId, Listed, ListedPerson, PeopleAsked, PeopleOrder, TenantId } from '@sallyport/store';
import type {
  ListedPersonView,
  LiveSession,
  PeopleCounts,
  PeoplePage,
  PeopleQuery,
  PeopleSort,
  RiskCode,
} from '../contract/index.ts';
import { DORMANT_AFTER } from '../contract/lifetimes.ts';
import { MalformedQuery } from '../contract/malformed-query.ts';
import { factsOf } from '../factors/facts.ts';
import { codesForReport } from '../factors/standing-code.ts';
import { unplaced } from '../kernel/in-place.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { shownIdentifier } from '../state/identifier.ts';
import { mailboxBeside } from '../state/named-account.ts';
import { lockOf, openInvitation, settingUpOf, waitingHelpInCode } from './admin-view.ts';
import { type Census, censusOf, countIn, textsOf } from './census.ts';
import { cursorsOf } from './cursors.ts';
import { namesShown } from './display-names.ts';
import { type Profile, profileOf, strongestOf } from './profile.ts';

const PAGE = 50;

export async function listPeople(
  kernel: Kernel,
  tenant: TenantId,
  query: PeopleQuery,
  by: LiveSession | undefined,
): Promise<PeoplePage> {
  const cursors = cursorsOf(tenant, 'people', query.sort ?? '');
  const place = cursors.placeOf(query.cursor);
  // The roles of a session count in its tenant alone.
  const session = by && { roles: by.tenant === tenant ? by.roles : [] };
  const census = await censusOf(unplaced(kernel), tenant, session);
  const { counts, inForce, may } = census;
  const { items, next } = await pageOfPeople(kernel, tenant, census, { ...query, cursor: place });
  const accounts = items.map(({ account }) => account);
  const [names, counters] = await Promise.all([
    namesShown(kernel, accounts),
    accounts.length === 0
      ? []
      : kernel.store.listCounters(
          tenant,
          accounts.map(({ id }) => id),
        ),
  ]);
  const now = kernel.now();
  const asItCounts = codesForReport(kernel);
  const counting = await Promise.all(accounts.map((account) => asItCounts(inForce.policy, account)));
  const shown = items.map(({ account, lastSignInAt, sessions }, index) => {
    const counted = counting[index] ?? account;
    const { group, roles, factors, blocked, notReadyFrom } = profileOf(inForce.policy, counted, now);
    const isLocked = lockOf(kernel, account, counters, now) !== undefined;
    return {
      accountId: account.id,
      externalId: account.externalId,
      identifiers: account.identifiers.map(shownIdentifier),
      email: mailboxBeside(account),
      displayName: names.get(account.id),
      createdAt: account.createdAt,
      roles,
      status: blocked ? 'blocked' : isLocked ? 'locked' : 'active',
      blockedSince: blocked ? account.block?.at : undefined,
      meets: group === 'meets',
      group,
      notReadyFrom: group === 'meets' ? notReadyFrom : undefined,
      factors,
      lastSignInAt,
      invited: account.invited,
      invitation: openInvitation(counted, now),
      helpInCode: waitingHelpInCode(counted, now),
      settingUp: settingUpOf(counted, now),
      sessions,
    } satisfies ListedPersonView & Record<keyof ListedPersonView, unknown>;
  });
  const notReady = datesOf(inForce.policy).map((from) => ({
    from,
    count: countIn(census.groups, (profile) => isNotReady(profile, from)),
  }));
  return {
    accounts: shown,
    counts,
    notReady: notReady.length === 0 ? undefined : notReady,
    pending: pendingOf(census),
    may,
    next: cursors.at(next),
  };
}

export function pendingOf({ pending }: Census): number | undefined {
  return pending === 0 ? undefined : pending;
}

const ORDERS: Readonly<Record<PeopleSort, PeopleOrder>> = {
  identifier: 'identifier',
  '-lastSignInAt': 'last-sign-in',
  '-createdAt': 'newest',
};

export async function pageOfPeople(
  kernel: Kernel,
  tenant: TenantId,
  census: Census,
  { query, state = 'all', role, factor, strongest, risk, notReadyFor, sort, cursor }: PeopleQuery,
  limit: number = PAGE,
): Promise<Listed<ListedPerson>> {
  if (query !== undefined && !isKeepable(query)) return { items: [] };
  const named = query === undefined ? undefined : await accountNamedById(kernel, tenant, query);
  const date = notReadyFor === undefined ? undefined : Date.parse(notReadyFor);
  const hasRisk = risk === undefined ? () => true : riskIn(kernel, census, risk);
  const profiles = textsOf(census, (profile) => {
    const { group, roles, factors, blocked, invited } = profile;
    return (
      (state === 'all' ||
        state === group ||
        (state === 'blocked' && blocked) ||
        (state === 'locked' && !blocked) ||
        (state === 'invited' && invited !== undefined) ||
        (state === 'invitationOpen' && invited === 'open') ||
        (state === 'invitationOver' && invited === 'over')) &&
      (role === undefined || (role === '' ? roles.length === 0 : roles.includes(role))) &&
      (factor === undefined || factors.includes(factor)) &&
      (strongest === undefined || strongestOf(profile) === strongest) &&
      (date === undefined || isNotReady(profile, date)) &&
      hasRisk(profile)
    );
  });
  const ids = [
    ...(state === 'locked' ? [census.locked] : []),
    ...(risk === 'attacked' ? [census.attacked] : []),
    ...(named === undefined ? [] : [[named]]),
  ].reduce<readonly AccountId[] | undefined>(
    (both, list) => both?.filter((id) => list.includes(id)) ?? list,
    undefined,
  );
  const isRestricted = census.may !== undefined;
  if (profiles.length === 0 || ids?.length === 0 || risk === 'policy-finding') return { items: [] };
  const page = await kernel.store.listPeople(tenant, {
    limit,
    now: kernel.now(),
    ...{
      query: named === undefined ? query : undefined,
      cursor,
      ids,
      signedIn: signedInFor(risk, kernel.now(), census.inForce),
    },
    order: sort && ORDERS[sort],
    profiles: isRestricted || profiles.length < census.groups.length ? profiles : undefined,
  });
  if (!isRestricted) return page;
  // A profile has only the first of very many roles.
  const { policy } = census.inForce;
  return { ...page, items: page.items.filter(({ account }) => census.reaches(factsOf(account, policy, kernel.now()))) };
}

export function isNotReady({ group, notReadyFrom }: Profile, date: number): boolean {
  return group !== 'meets' || (notReadyFrom !== undefined && notReadyFrom <= date);
}

/** A mail about a change of address names the id, because the names can change later. */
async function accountNamedById(kernel: Kernel, tenant: TenantId, typed: string): Promise<AccountId | undefined> {
  // A copied sentence can end with a full stop.
  const id = typed.trim().replace(/\.$/, '');
  if (!/^[\w-]{20,}$/.test(id)) return undefined;
  return (await kernel.store.readAccount(tenant, id as AccountId))?.id;
}

/** The link of an invitation ends by itself, so an invited person is no risk. */
export function riskIn(
  { resolveSubject }: Pick<Kernel, 'resolveSubject'>,
  { groups, inForce: { policy } }: Census,
  risk: RiskCode,
): (profile: Profile) => boolean {
  if (risk === 'attacked' || risk === 'dormant') return ({ blocked }) => !blocked;
  if (risk === 'never-signed-in')
    return ({ blocked, invited, group }) =>
      !blocked && (invited === undefined || (invited === 'over' && group !== 'noWayIn'));
  if (risk !== 'one-policy-administrator') return ({ risks }) => risks.includes(risk);
  const changesPolicy = ({ blocked, group, roles }: Profile): boolean =>
    !blocked && group !== 'noWayIn' && administers(policy, roles, 'policy');
  const all = countIn(groups, changesPolicy);
  // A profile does not have the roles that the host names at a sign-in.
  return (profile) => resolveSubject === undefined && all === 1 && changesPolicy(profile);
}

function signedInFor(risk: RiskCode | undefined, now: Instant, { policy }: Census['inForce']): PeopleAsked['signedIn'] {
  if (risk === 'never-signed-in') return 'never';
  return risk === 'dormant' ? { before: instant(now - (policy.dormant?.after ?? DORMANT_AFTER)) } : undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}T(?!24)[\d:.]+(Z|[+-]\d{2}:\d{2})$/;

const STATES: Readonly<Record<keyof PeopleCounts, true>> = {
  all: true,
  meets: true,
  mustEnroll: true,
  noWayIn: true,
  locked: true,
  blocked: true,
  invited: true,
  invitationOpen: true,
  invitationOver: true,
};

const RISK_CODES: Readonly<Record<RiskCode, true>> = {
  'administrator-without-strong-factor': true,
  'one-passkey-only': true,
  'no-backup-codes': true,
  attacked: true,
  disowned: true,
  'one-policy-administrator': true,
  dormant: true,
  'never-signed-in': true,
  'policy-finding': true,
};

/** @throws MalformedQuery */
export function checkQuery(query: PeopleQuery): void {
  const lists: Readonly<Record<string, object>> = { state: STATES, risk: RISK_CODES, sort: ORDERS };
  for (const [name, text] of Object.entries(query)) {
    if (text === undefined) continue;
    if (typeof text !== 'string') throw new MalformedQuery(name, 'is no text');
    if (name === 'notReadyFor' && !(DATE.test(text) && Date.parse(text) >= 0))
      throw new MalformedQuery(name, 'is no date with a time and a zone, such as 2026-12-15T00:00:00Z');
    const list = lists[name];
    if (list !== undefined && !Object.hasOwn(list, text))
      throw new MalformedQuery(name, `is none of ${Object.keys(list).join(', ')}`);
  }
}
