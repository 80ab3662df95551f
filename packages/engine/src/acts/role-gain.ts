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
import { rolesGivenBy } from '../records/roles.ts';

/**
 * Returns the account after a change. An account with a role of administration keeps only the factors that its owner or host code set up,
 * or that others set up after the account was cleared. Otherwise an administrator of people could create an account, set its password and wait
 * for the role. The role counts whether an administrator, the host or a provider gave it, or a new policy names a role of the account.
 * Each source of roles clears the account: the own roles, and every provider. A provider's roles count only in sessions with the
 * provider's identity, so the clearing for a provider says nothing about a role that comes from elsewhere. Returns the same object if there
 * is no change. A blocked account is cleared when the block ends.
 *
 * @param before absent if the account is new: a new account keeps the factors from its creator
 * @param now the time of the loss, for the record of a lost identity
 */
export function afterRoleGain(
  policy: Policy,
  before: AccountRecord | undefined,
  after: AccountRecord,
  now: Instant,
): AccountRecord {
  // The commit that ends the block clears the account. Until then a people administrator's act must not free an identity of the account.
  if (after.block !== undefined) return after;
  if (!hasOthers(after)) return after;
  // A new policy, or a provider that no longer gives roles, takes the administration away without a write of the account. The stored mark
  // then says nothing about a role that comes later.
  const lowered = before && clearedForNoMore(policy, clearedForNoMore(policy, before, before), after);
  const gained = gainedRanks(lowered?.clearedFor ?? [], administrationOf(policy, after));
  if (gained.length === 0) return after;
  // A factor that is added to an account without factors of others comes from somebody with the right to do so.
  const had = before === undefined || hasOthers(before) ? [] : administrationOf(policy, before);
  const isNew = ({ provider, rank }: RankFrom): boolean => !covers(rankOf(had, provider), rank);
  const clearing = before === undefined ? [] : gained.filter(isNew);
  const left = clearing.length === 0 ? after : afterClearing(policy, after, clearing, now);
  const marks = administrationOf(policy, left);
  return { ...left, clearedFor: marks.length === 0 ? undefined : marks };
}

/**
 * Returns the account that its present roles leave: without the factors that others set up, if it has a role of administration and was
 * not cleared for the role yet. Returns the same object if there is no change.
 */
export function clearedForItsRoles<Account extends AccountRecord | undefined>(
  policy: Policy,
  account: Account,
  now: Instant,
): Account {
  return account && (afterRoleGain(policy, account, account, now) as Account);
}

/**
 * Returns the account with `clearedFor` lowered to its current roles. An account that loses its administration is cleared again when it
 * regains a role, because people administrators may set up factors in between. The clearing for own roles also holds for each provider's
 * role of the same rank, which the account keeps. Returns the same object if there is no change.
 *
 * @param ranked the account with the roles that `judge` saw: the host's roles can differ from the written roles
 */
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

/** The administration of the account's own roles, and of each provider's roles. */
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

/** Returns whether a change cleared the account for a role that administers the policy. */
export function isClearedForPolicy(before: AccountRecord, after: AccountRecord): boolean {
  return after.epoch !== before.epoch && after.clearedFor?.some(isOfPolicy) === true;
}

function isOfPolicy({ rank }: RankFrom): boolean {
  return rank === 'policy';
}

/**
 * The account without the factors of others, and, for a role of people, with the level from which the clearing lowered the account. An
 * account that gains a role of the policy, and was lowered before, needs an enrollment code for its first strong factor.
 *
 * @param gained each source of roles for which the account is cleared
 */
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

/** The names of the setters of the lost factors, of the providers that give the roles, and of the setters of the identities at these providers. */
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
  const linked = gone.reduce((rest, { provider }) => unlink(rest, provider, now), account);
  return afterRemoval({
    ...keeping(linked, (held) => kept.some((id) => id === held.is) || stays(held)),
    // Ends all sessions and devices, on every factor, also a session that a concurrent request opens.
    epoch: account.epoch + 1,
    formerAddresses: stays(email) ? account.formerAddresses : withFormerAddress(account),
    pendingEmail: stays(pendingEmail) && stays(email) ? pendingEmail : undefined,
    // An invitation ends with the mailbox that it went to.
    enrollmentCode:
      stays(enrollmentCode) && (stays(email) || enrollmentCode?.mailed !== true) ? enrollmentCode : undefined,
    pendingSecret: undefined,
    pendingCode: undefined,
    // The same commit removes the other envelopes, by `orphanedEnvelopes`.
    vaultOfOthers: vaultOfOthers?.length === 0 ? undefined : vaultOfOthers,
  });
}

/** The most addresses that an account keeps on record as lost. */
const MOST_FORMER_ADDRESSES = 25;

/** The account's lost addresses, and the present address as the newest. Of more than {@link MOST_FORMER_ADDRESSES} the oldest go. */
function withFormerAddress({ email, formerAddresses = [] }: AccountRecord): AccountRecord['formerAddresses'] {
  if (email === undefined) return formerAddresses;
  return [...formerAddresses.filter((one) => one !== email.address), email.address].slice(-MOST_FORMER_ADDRESSES);
}

/**
 * The names, for the action log, of everything that an account lost with a gained role of administration. Empty if the account lost
 * nothing.
 */
export function endedByGain(told: AccountRecord | undefined, left: AccountRecord | undefined): readonly string[] {
  if (told === undefined || left === undefined || told === left) return [];
  return [...new Set(goneWith(told, left).map(({ name }) => name))];
}

/** The names of what would end with a new role that administers the policy, as {@link endedByGain} tells after the change. */
export function endsWithAdministration(account: AccountRecord, now: Instant): readonly string[] {
  return endedByGain(account, ownersOnly(account, [{ provider: undefined, rank: 'policy' }], now));
}

/** Returns everybody, besides the owner, who set up what an act adds to the account. `undefined` for nobody else. */
export function settersOfNew(before: AccountRecord | undefined, after: AccountRecord | undefined): SetUpBy | undefined {
  if (before === undefined || after === undefined) return undefined;
  return settersOf(goneWith(after, before)).join(' ') || undefined;
}

function goneWith(told: AccountRecord, left: AccountRecord): readonly Way[] {
  const stays = new Set(waysOf(left).map(({ is }) => is));
  return waysOf(told).filter(({ is }) => !stays.has(is));
}

/**
 * Adds the account's losses to the events of a change of roles: to the event with the roles (X18), or to an additional event if there is
 * none.
 *
 * @param isStranded returns whether the account's owner cannot sign in without help any more
 */
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

/** Returns whether the account has a factor that its owner did not set up, or an administrator took part in the next set-up. */
function hasOthers(account: AccountRecord): boolean {
  const { pendingEmail } = account;
  if (account.vaultOfOthers !== undefined || account.lowered !== undefined) return true;
  return pendingEmail?.setUpBy !== undefined || waysOf(account).some(({ setUpBy }) => setUpBy !== undefined);
}
