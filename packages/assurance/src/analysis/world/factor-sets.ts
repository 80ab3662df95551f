import {
  type AccountFactors,
  BUILT_IN_METHODS,
  type BuiltInMethod,
  type DeliveredCode,
  hasStrong,
  isHostCode,
  type MethodDescriptor,
  type MethodMask,
  maskOf,
  methodBit,
  ownsDomain,
  type PasskeyFacts,
  type Policy,
  type WayInMethod,
} from '@sallyport/core';
import {
  ALL_METHODS,
  bestAssertions,
  joined,
  type MatchedPatterns,
  matchedByAssertion,
  matchedByPlain,
  matchedPatterns,
  ONLY_WAYS_IN,
  PLAIN_SECONDS,
  partOf,
  passkeyMatches,
  WAY_IN_MASK,
} from '@sallyport/core/model';

export interface FactorSet {
  readonly factors: AccountFactors;
  readonly size: number;
  readonly waysIn: MethodMask;
}

/** Without trust and without a mail domain. */
const ANY_PROVIDER = 'sso';
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

export function factorSets(policy: Policy): readonly FactorSet[] {
  const brings = (method: BuiltInMethod): boolean => (policy.brought & methodBit(method)) !== 0;
  const sources: readonly Part[] = [
    {},
    ...(brings('password') ? ([{ password: 'independent' }, { password: 'mailbox' }] as const) : []),
    ...(brings('ldap') ? [{ ldap: true }] : []),
  ];
  const providers: readonly Part[] = [{}, ...(brings('sso') ? providerSets(policy).map((sso): Part => ({ sso })) : [])];
  const mails: readonly Part[] = [
    {},
    ...(brings('email-code') ? mailDomains(policy).map((mailDomain): Part => ({ mailDomain })) : []),
  ];
  const passkeys: readonly Part[] = [
    {},
    ...(brings('passkey') ? passkeySets(policy).map((keys): Part => ({ passkeys: keys })) : []),
  ];
  const codes: readonly Part[] = [{}, ...codeSets(policy).map((some): Part => ({ codes: some }))];
  const standIns = plainSets(policy, ({ worthForSetUp }) => worthForSetUp === 'stand-in');
  const seconds = plainSets(policy, ({ worthForSetUp }) => worthForSetUp !== 'stand-in');
  const sets: FactorSet[] = [];
  for (const source of sources)
    for (const mail of mails)
      for (const provider of providers)
        for (const keys of passkeys)
          for (const second of seconds)
            for (const delivered of codes)
              for (const standIn of standIns) {
                const others = { passkeys: [], ...source, ...mail, ...provider, ...keys, ...second, ...delivered };
                const factors = joined(others, standIn);
                if (isToldApart(policy, factors)) sets.push(factorSet(factors));
              }
  return sets.sort((a, b) => a.size - b.size || plainness(a) - plainness(b));
}

function plainness({ factors: { password, ldap, sso } }: FactorSet): number {
  if (password !== undefined) return password === 'independent' ? 0 : 4;
  if (ldap === true) return 1;
  return sso === undefined ? 3 : 2;
}

type Part = Partial<AccountFactors>;

function plainSets({ brought }: Policy, kind: (method: MethodDescriptor) => boolean): readonly Part[] {
  const methods = PLAIN_SECONDS.filter((method) => kind(method) && (brought & methodBit(method.name)) !== 0);
  return methods.reduceRight<readonly Part[]>(
    (sets, method) => sets.concat(sets.map((set) => joined(set, partOf(method)))),
    [{}],
  );
}

/** Backup codes count only with a strong factor. A provider's mail domain matters only beside the provider. */
function isToldApart(policy: Policy, factors: AccountFactors): boolean {
  const { backupCodes, mailDomain, sso = [] } = factors;
  if (backupCodes !== undefined && !hasStrong(factors)) return false;
  return (
    mailDomain === undefined ||
    mailDomain === mailDomains(policy)[0] ||
    sso.some((name) => ownsDomain(policy, name, mailDomain))
  );
}

/** A set with a forbidden way in has the same result as the set without. */
export function factorSetsUnder(
  policy: Policy,
  rule: { readonly strengths: number; readonly methods: MethodMask },
  sets: readonly FactorSet[],
): readonly FactorSet[] {
  const forbidden = ONLY_WAYS_IN & ~rule.methods;
  const keyOf = kindUnder(policy, rule.strengths);
  const distinct = new Map<string, FactorSet>();
  for (const set of sets) {
    const key = keyOf(set.factors);
    if ((set.waysIn & forbidden) === 0 && !distinct.has(key)) distinct.set(key, set);
  }
  return [...distinct.values()];
}

/**
 * The mailbox, and a password's provenance, matter for an email code, for a proof that must be independent of the mailbox, and without a strong
 * factor.
 */
function kindUnder(policy: Policy, strengths: number): (factors: AccountFactors) => string {
  const asked = policy.strengths
    .filter((_, place) => (strengths & (1 << place)) !== 0)
    .flatMap(({ combinations }) => combinations)
    .reduce((bits, { mask }) => bits | mask, 0);
  const takesCodes = (asked & matchedPatterns(policy.patterns, ({ method }) => method === 'email-code')) !== 0;
  const asksIndependence = policy.patterns.some(
    ({ pattern, bit }) => pattern.kind === 'independent' && (asked & bit) !== 0,
  );
  const takesHostCodes = (asked & matchedPatterns(policy.patterns, ({ method }) => isHostCode(method))) !== 0;
  return ({ passkeys, password, mailDomain, codes, ...others }) => {
    const alike = passkeys.map((passkey) => [
      asked & matchedPatterns(policy.patterns, (pattern) => passkeyMatches(pattern, passkey)),
      passkey.userVerified,
    ]);
    const opens = !hasStrong({ passkeys, ...others });
    const mailMatters = takesCodes || asksIndependence || opens;
    return JSON.stringify([
      alike,
      others,
      takesHostCodes || opens ? codes : [],
      mailMatters ? [password, mailDomain] : password !== undefined,
    ]);
  };
}

function factorSet(factors: AccountFactors): FactorSet {
  const { sso = [], passkeys, codes = [] } = factors;
  const has = BUILT_IN_METHODS.filter(({ enrolled }) => enrolled(factors));
  const several = [sso, passkeys].reduce((size, { length }) => size + Math.max(0, length - 1), 0);
  return {
    factors,
    size: has.length + several + codes.length,
    waysIn: maskOf(has.map(({ name }) => name)) & WAY_IN_MASK,
  };
}

function codeSets(policy: Policy): (readonly DeliveredCode[])[] {
  const alike = new Map<number, DeliveredCode>();
  for (const code of policy.codes) {
    const bits = matchedByPlain(policy.patternIndex, code);
    if (!alike.has(bits)) alike.set(bits, code);
  }
  const all = [...alike.values()];
  return all.length < 2 ? all.map((code) => [code]) : [...all.map((code) => [code]), all];
}

function providerSets(policy: Policy): string[][] {
  const groups = alikeProviders(policy);
  const sets = [...groups.map((names) => names.slice(0, 1)), allProviders(policy), ...withOwner(policy, groups)];
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

/** A code to a mailbox is a separate proof beside a provider that does not own the mailbox. */
function withOwner(policy: Policy, groups: readonly (readonly string[])[]): string[][] {
  const most = mostAtOnce(policy, 'sso');
  const sets = new Map<string, string[]>();
  for (const domain of mailDomains(policy)) {
    const owner = [...policy.providers.keys()].sort().find((name) => ownsDomain(policy, name, domain));
    if (owner === undefined) continue;
    const others = groups.map((names) => names.filter((name) => !ownsDomain(policy, name, domain)).slice(0, most));
    const kinds = JSON.stringify(others.map((names) => names.length));
    if (!sets.has(kinds)) sets.set(kinds, [...new Set([owner, ...others.flat()])].sort());
  }
  return [...sets.values()];
}

function allProviders(policy: Policy): string[] {
  return alikeProviders(policy).flatMap((names) => names.slice(0, mostAtOnce(policy, 'sso')));
}

function alikeProviders(policy: Policy): string[][] {
  const alike = new Map<string, string[]>();
  const names = new Set(policy.providers.keys());
  for (const { pattern } of policy.patterns.map((one) => one.pattern))
    if (pattern.provider !== undefined) names.add(pattern.provider);
  for (const name of [...names].sort()) {
    const matched = bestAssertions(policy, name).map((assertion) => matchedByAssertion(policy, name, assertion));
    const key = JSON.stringify([matched, (policy.providers.get(name)?.mailDomains?.length ?? 0) > 0]);
    alike.set(key, [...(alike.get(key) ?? []), name]);
  }
  if (alike.size > 0) return [...alike.values()];
  return [Array.from({ length: mostAtOnce(policy, 'sso') }, (_, place) => anyProvider(place))];
}

function anyProvider(place: number): string {
  return place === 0 ? ANY_PROVIDER : `${ANY_PROVIDER}-${place + 1}`;
}

export function mailDomains(policy: Policy): string[] {
  const owners = new Map<string, string>();
  const owned = [...policy.providers.values()].flatMap((provider) => provider.mailDomains ?? []).sort();
  for (const domain of owned) {
    const key = JSON.stringify([...policy.providers.keys()].filter((name) => ownsDomain(policy, name, domain)).sort());
    if (!owners.has(key)) owners.set(key, domain);
  }
  let free = 'mail.example';
  while (owned.includes(free)) free = `other.${free}`;
  return [free, ...owners.values()];
}

function passkeySets(policy: Policy): PasskeyFacts[][] {
  const kinds = passkeyKinds(policy);
  const most = mostAtOnce(policy, 'passkey');
  const best = most < 2 ? [] : kinds.slice(-1);
  const several = best.map((kind) => Array.from({ length: most }, (_, place) => numbered(kind, place)));
  return [...kinds.map((kind) => [numbered(kind, 0)]), ...several];
}

function numbered(kind: Omit<PasskeyFacts, 'id'>, place: number): PasskeyFacts {
  return { id: `passkey-${place + 1}`, ...kind };
}

const MOST_KINDS = 6;

export function passkeyKinds(policy: Policy): Omit<PasskeyFacts, 'id'>[] {
  const sorted = allPasskeyKinds(policy).map(({ kind }) => kind);
  return sorted.length <= MOST_KINDS ? sorted : [...sorted.slice(0, 2), ...sorted.slice(2 - MOST_KINDS)];
}

interface PasskeyKind {
  readonly kind: Omit<PasskeyFacts, 'id'>;
  readonly bits: MatchedPatterns;
}

function allPasskeyKinds(policy: Policy): PasskeyKind[] {
  const models = policy.patterns.flatMap(({ pattern: { pattern } }) => pattern.aaguid ?? []);
  const kinds = new Map<string, PasskeyKind>();
  for (const aaguid of new Set([NO_MODEL, ...models.sort()]))
    for (const attested of [false, true])
      for (const deviceBound of [false, true])
        for (const userVerified of [true, false]) {
          const kind = { userVerified, deviceBound, aaguid, attested };
          const bits = matchedPatterns(policy.patterns, (pattern) => passkeyMatches(pattern, kind));
          const key = `${bits}/${userVerified}`;
          if (!kinds.has(key)) kinds.set(key, { kind, bits });
        }
  return [...kinds.values()].sort((a, b) => sizeOf(a.bits) - sizeOf(b.bits));
}

function mostAtOnce({ strengths }: Policy, method: WayInMethod): number {
  const counts = strengths.flatMap(({ combinations }) =>
    combinations.map(({ source }) => source.filter((pattern) => pattern.method === method).length),
  );
  return Math.max(1, ...counts);
}

function sizeOf(bits: number): number {
  let size = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) size++;
  return size;
}

/** Further factors would add no grant. */
export function fullAccounts(policy: Policy, ways: MethodMask = ALL_METHODS): readonly AccountFactors[] {
  const has = (method: BuiltInMethod): boolean => (ways & policy.brought & methodBit(method)) !== 0;
  const brings = (method: BuiltInMethod): boolean => (policy.brought & methodBit(method)) !== 0;
  const codes = codeSets(policy).at(-1);
  const everything: AccountFactors = {
    passkeys: has('passkey') ? bestPasskeys(policy) : [],
    ...(has('sso') ? { sso: allProviders(policy) } : {}),
    ...(brings('email-code') ? { mailDomain: mailDomains(policy)[0] ?? '' } : {}),
    ...(codes && { codes }),
    ...plainSets(policy, () => true).at(-1),
  };
  return [
    { ...everything, ...(has('password') ? { password: 'independent' } : {}) },
    { ...everything, ...(has('ldap') ? { ldap: true } : {}) },
  ];
}

export function bestPasskeys(policy: Policy): PasskeyFacts[] {
  const kinds = allPasskeyKinds(policy);
  const best = kinds.filter(
    ({ bits, kind }) =>
      kind.userVerified && !kinds.some((other) => other.bits !== bits && (bits & other.bits) === bits),
  );
  const most = mostAtOnce(policy, 'passkey');
  return best.flatMap(({ kind }) => Array.from({ length: most }, () => kind)).map(numbered);
}
