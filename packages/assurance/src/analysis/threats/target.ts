import {
  type AccountFactors,
  type AccountFacts,
  type Administration,
  type DeliveredCode,
  type Evidence,
  firstFactorAfterLowering,
  type GivenRoles,
  gainedRanks,
  type HelpsIn,
  hasStrong,
  isOwnersOrOf,
  type Leaves,
  type Lowered,
  linkStaysOnGain,
  loweredAfter,
  nameOfProvider,
  type PasskeyFacts,
  type Policy,
  type Provenance,
  type ProviderAssertion,
  type RankFrom,
  ranksFrom,
  type StrongSecondName,
} from '@sallyport/core';
import { joined, partOf, STRONG_SECONDS } from '@sallyport/core/model';

/** Stands for all administrators and providers in `setUpBy`. */
export const OTHER = 'other';

/** A factor, an address, a link or a code of the account. */
export interface Thing {
  /** The holder of the thing. The thief can show an owner's thing only after a theft. */
  readonly by: 'owner' | 'thief';
  /** As the engine stores who set the thing up. All administrators and providers have one name, {@link OTHER}. */
  readonly setUpBy: string | undefined;
}

/** An identity or a directory entry. `asserted`: the provider or the directory made the link. */
export interface Linked extends Thing {
  readonly asserted?: true | undefined;
}

/** An authenticator app, or another second factor of {@link STRONG_SECONDS}. */
export interface SecondThing extends Thing {
  readonly method: StrongSecondName;
}

/** The account in a state of the search. The text of the account is a key: all members are always present, in this order. */
export interface Target {
  readonly roles: readonly string[];
  readonly given: readonly GivenRoles[];
  readonly emergency: boolean;
  readonly password: (Thing & { readonly provenance: Provenance }) | undefined;
  readonly ldap: Linked | undefined;
  readonly mail: (Thing & { readonly domain: string }) | undefined;
  /** In the order of {@link STRONG_SECONDS}. */
  readonly seconds: readonly SecondThing[];
  readonly codes: readonly (Thing & { readonly method: DeliveredCode })[];
  readonly backupCodes: Thing | undefined;
  readonly passkeys: readonly (Thing & { readonly facts: PasskeyFacts })[];
  /**
   * `said`: what the provider asserted until now, as far as the policy counts it for more than a plain sign-in. A later sign-in with less changes
   * nothing, because no `providerStrengthWithin` passes in a search.
   */
  readonly links: readonly (Linked & {
    readonly provider: string;
    readonly said?: readonly ProviderAssertion[] | undefined;
  })[];
  /** Providers at which an identity was unlinked. No sign-in links the account there by an address again. */
  readonly unlinked: readonly string[];
  /** An enrollment code in the hands of a thief who is a people administrator. */
  readonly enrollmentCode: (Thing & { readonly helpsIn?: HelpsIn }) | undefined;
  /** As the engine stores that somebody beside the owner lowered the account's strongest level. */
  readonly lowered: Lowered | undefined;
  /** As the engine stores that only an enrollment code opens the set-up of the first strong factor. */
  readonly firstFactor: AccountFacts['firstFactor'];
  /** The acts of the owner until now. */
  readonly lived: readonly string[];
}

export const NOTHING: Target = {
  roles: [],
  given: [],
  emergency: false,
  password: undefined,
  ldap: undefined,
  mail: undefined,
  seconds: [],
  codes: [],
  backupCodes: undefined,
  passkeys: [],
  links: [],
  unlinked: [],
  enrollmentCode: undefined,
  lowered: undefined,
  firstFactor: undefined,
  lived: [],
};

export function factsOf(target: Target): AccountFacts {
  const { password, ldap, mail, seconds, codes, backupCodes, passkeys, links } = target;
  const reported = links.flatMap(({ provider, said }) => (said === undefined ? [] : [[provider, said] as const]));
  return {
    roles: [...new Set([...target.roles, ...target.given.flatMap(({ roles }) => roles)])],
    given: target.given.length === 0 ? undefined : target.given.filter(({ roles }) => roles.length > 0),
    emergency: target.emergency ? true : undefined,
    firstFactor: target.firstFactor,
    factors: {
      password: password?.provenance,
      ldap: ldap === undefined ? undefined : true,
      sso: links.length === 0 ? undefined : links.map(({ provider }) => provider),
      reported: reported.length === 0 ? undefined : Object.fromEntries(reported),
      passkeys: passkeys.map(({ facts }) => facts),
      ...partsOf(seconds),
      mailDomain: mail?.domain,
      codes: codes.length === 0 ? undefined : codes.map(({ method }) => method),
      backupCodes: backupCodes === undefined ? undefined : 10,
    },
  };
}

const PARTS = new Map<string, Partial<AccountFactors>>(STRONG_SECONDS.map((method) => [method.name, partOf(method)]));

const NO_PART: Partial<AccountFactors> = {};

function partsOf(seconds: readonly SecondThing[]): Partial<AccountFactors> {
  return seconds.reduce((parts, { method }) => joined(parts, PARTS.get(method) ?? NO_PART), NO_PART);
}

/** The id is also the binding of the identity. */
export function linkId({ provider, by }: Target['links'][number]): string {
  return `sso:${provider}:${by}`;
}

/** The id is also the binding of the entry's password. */
export function entryId({ by }: Linked): string {
  return `ldap:${by}`;
}

export function bindingsOf(target: Target): ReadonlySet<string> {
  const { password, ldap, seconds, codes, passkeys, links, enrollmentCode } = target;
  const bindings = [
    ...(password === undefined ? [] : [`password:${password.by}`]),
    ...(ldap === undefined ? [] : [entryId(ldap)]),
    ...(enrollmentCode === undefined ? [] : ['enrollment-code:thief']),
    ...[...seconds, ...codes].map(({ method, by }) => `${method}:${by}`),
    ...passkeys.map(({ facts }) => `passkey:${facts.id}`),
    ...links.map(linkId),
  ];
  return new Set(bindings);
}

export function restsOn(bindings: ReadonlySet<string>, { binding }: Evidence): boolean {
  return binding === undefined || bindings.has(binding);
}

/** Backup codes go with the last strong factor. */
export function withoutOrphans(target: Target): Target {
  return hasStrong(factsOf(target).factors) ? target : { ...target, backupCodes: undefined };
}

export function withFactor(target: Target, factor: Partial<Target>, thing: Thing): Target {
  const next = { ...target, ...factor };
  const isFirst = !hasStrong(factsOf(target).factors) && hasStrong(factsOf(next).factors);
  if (!isFirst) return next;
  const firstFactor = thing.setUpBy === undefined ? undefined : next.firstFactor;
  return { ...next, backupCodes: thing, firstFactor };
}

export function withSecond(target: Target, method: StrongSecondName, thing: Thing): Target {
  const seconds = STRONG_SECONDS.flatMap(({ name }): readonly SecondThing[] =>
    name === method ? [{ ...thing, method }] : target.seconds.filter((each) => each.method === name),
  );
  return withFactor(target, { seconds }, thing);
}

/** The account before the act may have an enrollment code that the act ends. */
export function leavesOf(before: Target, after: Target): Leaves {
  const isVouched = ({ enrollmentCode }: Target): boolean => enrollmentCode !== undefined;
  return { account: factsOf(after), vouched: isVouched(after), wasVouched: isVouched(before) };
}

/** In the search an account is cleared for every role that it has. */
function gainOf(policy: Policy, before: Target, after: Target): Administration | undefined {
  const gained = gainedRanks(ranksOf(policy, before), ranksOf(policy, after));
  return gained.find(({ rank }) => rank === 'policy')?.rank ?? gained[0]?.rank;
}

function ranksOf(policy: Policy, { roles, given }: Target): readonly RankFrom[] {
  const named = given.map(({ method, provider, roles }) => ({ provider: `${method}:${provider}`, roles }));
  return ranksFrom(policy, [{ roles }, ...named]);
}

export function loweredBy(policy: Policy, before: Target, after: Target, by: string | undefined): Target {
  const { links, ldap } = before;
  const identities = [...links.map(linkId), ...(ldap === undefined ? [] : [entryId(ldap)])].map((id) => [id]);
  const parts = [[], ...identities].map((kept) => [setUpsOf(before, kept), setUpsOf(after, kept)] as const);
  const changes = [[before, after] as const, ...parts].map(([one, other]) => ({
    before: factsOf(one),
    after: factsOf(other),
  }));
  const lowered = loweredAfter(policy, after.lowered, changes, by);
  return lowered === after.lowered ? after : { ...after, lowered };
}

function setUpsOf(target: Target, identities: readonly string[]): Target {
  const stays = ({ setUpBy }: Thing): boolean => isOwnersOrOf(setUpBy, identities);
  const isKept = ({ setUpBy }: Thing, id: string): boolean => setUpBy === undefined || identities.includes(id);
  const { seconds, codes, passkeys, links, ldap } = target;
  return {
    ...target,
    seconds: seconds.filter(stays),
    links: links.filter((link) => isKept(link, linkId(link))),
    ldap: ldap && isKept(ldap, entryId(ldap)) ? ldap : undefined,
    codes: codes.filter(stays),
    passkeys: passkeys.filter(stays),
  };
}

/** The account gains a role of administration, and has a thing that an administrator or a provider set up. */
export function endsSessions(policy: Policy, before: Target, after: Target): boolean {
  const { password, ldap, mail, seconds, codes, backupCodes, passkeys, links, enrollmentCode } = before;
  const things = [password, ldap, mail, backupCodes, enrollmentCode, ...seconds, ...codes, ...passkeys, ...links];
  const hasOthers = after.lowered !== undefined || things.some((thing) => thing?.setUpBy !== undefined);
  return hasOthers && gainOf(policy, before, after) !== undefined;
}

/**
 * The owner's things stay, and the links that `linkStaysOnGain` leaves, with their set-ups.
 * @param giver the provider that gives the role
 */
export function afterRoles(policy: Policy, before: Target, after: Target, giver?: string): Target {
  const gained = gainOf(policy, before, after);
  if (gained === undefined) return after;
  const left = ownersOnly(after, gained, giver);
  if (gained !== 'policy') return loweredBy(policy, after, left, OTHER);
  const firstFactor = left.firstFactor ?? firstFactorAfterLowering(policy, after.lowered, factsOf(left));
  return { ...left, lowered: undefined, firstFactor };
}

function ownersOnly(target: Target, gained: Administration, giver: string | undefined): Target {
  const staysLinked = (link: Linked, provider: string): boolean => {
    const setUpBy = link.asserted === true ? nameOfProvider(provider) : link.setUpBy;
    return linkStaysOnGain(gained, { provider, setUpBy }, giver);
  };
  const links = target.links.filter((link) => staysLinked(link, link.provider));
  // A directory gives no roles here.
  const ldap = target.ldap && staysLinked(target.ldap, '') ? target.ldap : undefined;
  const kept = [...links.map(linkId), ...(ldap === undefined ? [] : [entryId(ldap)])];
  const stays = ({ setUpBy }: Thing): boolean => isOwnersOrOf(setUpBy, kept);
  const keep = <Kept extends Thing>(thing: Kept | undefined): Kept | undefined =>
    thing && stays(thing) ? thing : undefined;
  return withoutOrphans({
    ...target,
    password: keep(target.password),
    ldap,
    mail: keep(target.mail),
    seconds: target.seconds.filter(stays),
    codes: target.codes.filter(stays),
    backupCodes: keep(target.backupCodes),
    passkeys: target.passkeys.filter(stays),
    links,
    given: target.given.filter(
      ({ method, provider }) => method !== 'sso' || links.some((link) => link.provider === provider),
    ),
    enrollmentCode: undefined,
  });
}
