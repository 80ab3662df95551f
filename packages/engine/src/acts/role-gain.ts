import {
  covers,
  firstFactorAfterLowering,
  gainedRanks,
  type Instant,
  isOwnersOrOf,
  linkStaysOnGain,
  loweredAfter,
  nameOfProvider,
  type Policy,
  type RankFrom,
  rankOf,
  ranksFrom,
  settersOf,
} from '@sallyport/core';
import type { AccountRecord, EventRecord, EventType, ExternalIdRecord, SetUpBy } from '@sallyport/store';
import type { Held } from '../factors/factor.ts';
import { factsOf } from '../factors/facts.ts';
import { heldBy, keeping } from '../factors/held.ts';
import { afterRemoval } from '../factors/removals.ts';
import { unlink, wasUnlinked } from '../factors/sso-and-ldap.ts';
import { rolesGivenBy } from '../state/roles.ts';

/**
 * An administrator of people could create an account, set its password and wait for the role. Each source of roles clears for itself,
 * because a provider's roles count only in the provider's sessions.
 */
export function afterRoleGain(
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord,
  now: Instant,
): AccountRecord {
  // Until the block ends, no act may free an identity of the account.
  if (after.block !== undefined) return after;
  if (!hasOthers(after)) return after;
  // A new policy may have taken the administration without a write: the stored mark says nothing about a later role.
  const lowered = before && clearedForNoMore(policy, clearedForNoMore(policy, before, before), after);
  const gained = gainedRanks(lowered?.clearedFor ?? [], administrationOf(policy, after));
  if (gained.length === 0) return after;
  const had = before === undefined || hasOthers(before) ? [] : administrationOf(policy, before);
  const isNew = ({ provider, rank }: RankFrom): boolean => !covers(rankOf(had, provider), rank);
  const clearing = before === undefined ? [] : gained.filter(isNew);
  const left = clearing.length === 0 ? after : afterClearing(policy, after, clearing, now);
  const marks = administrationOf(policy, left);
  return { ...left, clearedFor: marks.length === 0 ? undefined : marks };
}

export function clearedForItsRoles<Account extends AccountRecord | undefined>(
  policy: Policy,
  account: Account,
  now: Instant,
): Account {
  return account && (afterRoleGain(policy, account, account, now) as Account);
}

/** People administrators may set up factors while the account has no role. */
export function clearedForNoMore(policy: Policy, account: AccountRecord, ranked: AccountRecord): AccountRecord {
  const { clearedFor, ...rest } = account;
  if (clearedFor === undefined) return account;
  const current = administrationOf(policy, ranked);
  const left = clearedFor.flatMap((mark): readonly RankFrom[] => {
    const rank = rankOf(current, mark.provider);
    if (covers(rank, mark.rank)) return [mark];
    return rank === undefined ? [] : [{ ...mark, rank }];
  });
  if (left.length === clearedFor.length && left.every((mark, place) => mark === clearedFor[place])) return account;
  const own = rankOf(clearedFor, undefined);
  const inherits = ({ provider, rank }: RankFrom): boolean =>
    provider !== undefined && covers(own, rank) && !covers(rankOf(left, provider), rank);
  const others = left.filter(({ provider }) => !current.some((one) => one.provider === provider && inherits(one)));
  const marks = [...others, ...current.filter(inherits)];
  return marks.length === 0 ? rest : { ...rest, clearedFor: marks };
}

function administrationOf(policy: Policy, account: AccountRecord): readonly RankFrom[] {
  const { roles, providerRoles = {} } = account;
  const sources = [
    { roles },
    ...Object.keys(providerRoles).map((provider) => ({
      provider,
      roles: rolesGivenBy(account, provider, policy.gives),
    })),
  ];
  return ranksFrom(policy, sources);
}

export function isClearedForPolicy(before: AccountRecord, after: AccountRecord): boolean {
  return after.epoch !== before.epoch && after.clearedFor?.some(isOfPolicy) === true;
}

function isOfPolicy({ rank }: RankFrom): boolean {
  return rank === 'policy';
}

function afterClearing(
  policy: Policy,
  account: AccountRecord,
  gained: readonly RankFrom[],
  now: Instant,
): AccountRecord {
  const left = ownersOnly(account, gained, now);
  if (gained.some(isOfPolicy)) {
    const firstFactor =
      left.firstFactor ?? firstFactorAfterLowering(policy, account.lowered, factsOf(left, policy, now));
    return { ...left, lowered: undefined, firstFactor };
  }
  const change = { before: factsOf(account, policy, now), after: factsOf(left, policy, now) };
  return { ...left, lowered: loweredAfter(policy, account.lowered, [change], byClearing(account, left, gained)) };
}

function byClearing(account: AccountRecord, left: AccountRecord, gained: readonly RankFrom[]): SetUpBy | undefined {
  const givers = gained.flatMap(({ provider }) => (provider === undefined ? [] : [provider]));
  const links = account.externalIds?.filter(({ provider }) => givers.includes(provider)) ?? [];
  const said = givers.map((provider) => ({ setUpBy: nameOfProvider(provider) }));
  const names = settersOf([...goneWith(account, left), ...links, ...said]).join(' ');
  return names === '' ? undefined : names;
}

function ownersOnly(account: AccountRecord, gained: readonly RankFrom[], now: Instant): AccountRecord {
  const staysLinked = (link: ExternalIdRecord): boolean =>
    gained.every(({ provider, rank }) =>
      linkStaysOnGain(rank, { ...link, isAgain: wasUnlinked(account, link.provider) }, provider),
    );
  const { email, pendingEmail, enrollmentCode, externalIds = [] } = account;
  const keptLinks = externalIds.filter(staysLinked);
  const kept = keptLinks.map(({ id }) => id);
  const stays = (one: { readonly setUpBy?: SetUpBy | undefined } | undefined): boolean =>
    isOwnersOrOf(one?.setUpBy, kept);
  const vaultOfOthers = account.vaultOfOthers?.filter((setUpBy) => stays({ setUpBy }));
  const gone = externalIds.filter((link) => !keptLinks.includes(link));
  const linked = gone.reduce((rest, { provider }) => unlink(rest, provider, now, { endedByRole: true }), account);
  return afterRemoval({
    ...keeping(linked, (held) => kept.some((id) => id === held.is) || stays(held)),
    // Also ends a session that a concurrent request opens.
    epoch: account.epoch + 1,
    formerAddresses: stays(email) ? account.formerAddresses : withFormerAddress(account),
    pendingEmail: stays(pendingEmail) && stays(email) ? pendingEmail : undefined,
    // An invitation ends with the mailbox that it went to.
    enrollmentCode:
      stays(enrollmentCode) && (stays(email) || enrollmentCode?.mailed !== true) ? enrollmentCode : undefined,
    pendingSecret: undefined,
    pendingCode: undefined,
    vaultOfOthers: vaultOfOthers?.length === 0 ? undefined : vaultOfOthers,
  });
}

const MOST_FORMER_ADDRESSES = 25;

function withFormerAddress({ email, formerAddresses = [] }: AccountRecord): AccountRecord['formerAddresses'] {
  if (email === undefined) return formerAddresses;
  return [...formerAddresses.filter((one) => one !== email.address), email.address].slice(-MOST_FORMER_ADDRESSES);
}

export function endedByGain(told: AccountRecord | undefined, left: AccountRecord | undefined): readonly string[] {
  if (told === undefined || left === undefined || told === left) return [];
  return [...new Set(goneWith(told, left).map(({ name }) => name))];
}

export function endsWithAdministration(account: AccountRecord, now: Instant): readonly string[] {
  return endedByGain(account, ownersOnly(account, [{ provider: undefined, rank: 'policy' }], now));
}

export function settersOfNew(before: AccountRecord | undefined, after: AccountRecord | undefined): SetUpBy | undefined {
  if (before === undefined || after === undefined) return undefined;
  return settersOf(goneWith(after, before)).join(' ') || undefined;
}

function goneWith(told: AccountRecord, left: AccountRecord): readonly Way[] {
  const stays = new Set(waysOf(left).map(({ is }) => is));
  return waysOf(told).filter(({ is }) => !stays.has(is));
}

export function withEnded<Logged extends { readonly type: EventType; readonly detail?: EventRecord['detail'] }>(
  events: readonly Logged[],
  ended: readonly string[],
  isStranded: () => boolean,
  alone: () => Logged,
): readonly Logged[] {
  if (ended.length === 0) return events;
  const lost = { ended, noWayIn: isStranded() ? true : undefined };
  const isOfRoles = ({ type }: Logged): boolean => type === 'account.roles-changed';
  const all = events.some(isOfRoles) ? events : [...events, alone()];
  return all.map((one) => (isOfRoles(one) ? { ...one, detail: { ...one.detail, ...lost } } : one));
}

type Way = Pick<Held, 'name' | 'is' | 'setUpBy'>;

function waysOf(account: AccountRecord): readonly Way[] {
  const { enrollmentCode: code } = account;
  const ofCode = code === undefined ? [] : [{ name: 'enrollment-code', is: code, setUpBy: code.setUpBy }];
  return [...heldBy(account), ...ofCode];
}

function hasOthers(account: AccountRecord): boolean {
  const { pendingEmail } = account;
  if (account.vaultOfOthers !== undefined || account.lowered !== undefined) return true;
  return pendingEmail?.setUpBy !== undefined || waysOf(account).some(({ setUpBy }) => setUpBy !== undefined);
}
