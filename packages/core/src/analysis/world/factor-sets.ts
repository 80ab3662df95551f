import type { Policy } from '../../policy/policy.ts';
import { bestWords, wordSignature } from '../../reach/provider-words.ts';
import type { AccountFactors, PasskeyFacts } from '../../strength/account-facts.ts';
import {
  ALL_METHODS,
  type BuiltInMethod,
  type DeliveredCode,
  isHostCode,
  type MethodMask,
  maskOf,
  methodBit,
  ONLY_WAYS_IN,
  PRIMARY_MASK,
  type PrimaryMethod,
} from '../../strength/method.ts';
import type { MethodDescriptor } from '../../strength/methods/descriptor.ts';
import { BUILT_IN_METHODS, hasStrong } from '../../strength/methods/index.ts';
import { passkeyMatches } from '../../strength/methods/passkey.ts';
import { PLAIN_SECONDS } from '../../strength/plain-seconds.ts';
import { type Signature, signature } from '../../strength/signature.ts';
import { plainSignature } from '../../strength/signature-index.ts';

/** One thing an account of the bounded world can have. */
export interface FactorSet {
  readonly factors: AccountFactors;
  /** How many things that is. */
  readonly size: number;
  /** The ways in among them. */
  readonly waysIn: MethodMask;
}

/** A provider that no policy names: one that is trusted for nothing and owns no mail domain. */
const ANY_PROVIDER = 'sso';
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

/**
 * Everything an account can have, as far as the policy can tell it apart, the smallest first: a password by an administrator or by
 * its mailbox, or LDAP; providers; a passkey of each kind; a mailbox, also one that a provider owns; delivered codes of the host's;
 * other second factors and backup codes. What the host does not bring is left out.
 */
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
  const standIns = plainSets(policy, ({ opening }) => opening === 'stand-in');
  const seconds = plainSets(policy, ({ opening }) => opening !== 'stand-in');
  const sets: FactorSet[] = [];
  for (const source of sources)
    for (const mail of mails)
      for (const provider of providers)
        for (const keys of passkeys)
          for (const second of seconds)
            for (const delivered of codes)
              for (const standIn of standIns) {
                const factors = {
                  passkeys: [],
                  ...source,
                  ...mail,
                  ...provider,
                  ...keys,
                  ...second,
                  ...delivered,
                  ...standIn,
                };
                if (isToldApart(policy, factors)) sets.push(factorSet(factors));
              }
  return sets.sort((a, b) => a.size - b.size || plainness(a) - plainness(b));
}

/** Of two sets of a size the one that more people have comes first. */
function plainness({ factors: { password, ldap, sso } }: FactorSet): number {
  if (password !== undefined) return password === 'independent' ? 0 : 4;
  if (ldap === true) return 1;
  return sso === undefined ? 3 : 2;
}

type Part = Partial<AccountFactors>;

/** Every set of the plain second factors that the host brings, of some kind. */
function plainSets({ brought }: Policy, kind: (method: MethodDescriptor) => boolean): readonly Part[] {
  const methods = PLAIN_SECONDS.filter((method) => kind(method) && (brought & methodBit(method.name)) !== 0);
  return methods.reduceRight<readonly Part[]>(
    (sets, method) => sets.concat(sets.map((set) => ({ ...set, ...partOf(method) }))),
    [{}],
  );
}

/** What an account with a plain second factor has of it. */
function partOf({ name, factor }: MethodDescriptor): Part {
  const { passkeys: _, ...part } = factor.add({ passkeys: [] }, { text: name, name, traits: new Map() }) ?? {};
  return part;
}

/** Backup codes live with a strong factor; whose a mailbox is matters only beside the provider that owns it. */
function isToldApart(policy: Policy, factors: AccountFactors): boolean {
  const { backupCodes, mailDomain, sso = [] } = factors;
  if (backupCodes !== undefined && !hasStrong(factors)) return false;
  return (
    mailDomain === undefined ||
    mailDomain === mailDomains(policy)[0] ||
    sso.some((name) => owns(policy, name, mailDomain))
  );
}

function owns(policy: Policy, provider: string, mailDomain: string): boolean {
  return policy.providers.get(provider)?.mailDomains?.includes(mailDomain) === true;
}

/** The sets that a rule tells apart, the first of each kind. Sets with a way in that it does not allow are as those without. */
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
 * What some strengths tell apart. Passkeys are alike that match the same of what is asked for; beside a strong factor, a mailbox
 * opens no enrollment, so that it means nothing if no code is asked for, nor does it matter that it set the password.
 */
function kindUnder(policy: Policy, strengths: number): (factors: AccountFactors) => string {
  const asked = policy.strengths
    .filter((_, place) => (strengths & (1 << place)) !== 0)
    .flatMap(({ combinations }) => combinations)
    .reduce((bits, { mask }) => bits | mask, 0);
  const takesCodes = (asked & signature(policy.patterns, ({ method }) => method === 'email-code')) !== 0;
  const takesHostCodes = (asked & signature(policy.patterns, ({ method }) => isHostCode(method))) !== 0;
  return ({ passkeys, password, mailDomain, codes, ...others }) => {
    const alike = passkeys.map((passkey) => [
      asked & signature(policy.patterns, (pattern) => passkeyMatches(pattern, passkey)),
      passkey.userVerified,
    ]);
    const opens = !hasStrong({ passkeys, ...others });
    const mailMatters = takesCodes || opens;
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
    waysIn: maskOf(has.map(({ name }) => name)) & PRIMARY_MASK,
  };
}

/** Each delivered code of the host's that the policy tells apart, and all of those together. */
function codeSets(policy: Policy): (readonly DeliveredCode[])[] {
  const alike = new Map<number, DeliveredCode>();
  for (const code of policy.codes) {
    const bits = plainSignature(policy.signatures, code);
    if (!alike.has(bits)) alike.set(bits, code);
  }
  const all = [...alike.values()];
  return all.length < 2 ? all.map((code) => [code]) : [...all.map((code) => [code]), all];
}

/** Providers that the policy tells apart: by themselves, all together, and together with one that owns a mailbox. */
function providerSets(policy: Policy): string[][] {
  const groups = alikeProviders(policy);
  const sets = [...groups.map((names) => names.slice(0, 1)), allProviders(policy), ...withOwner(policy, groups)];
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

/**
 * A code to a mailbox is a proof of its own beside a provider that does not own it, even if another of the account's providers does.
 * For each mailbox its owner, and of each kind of provider such as do not own it; of mailboxes that leave the same kinds, one.
 */
function withOwner(policy: Policy, groups: readonly (readonly string[])[]): string[][] {
  const most = mostAtOnce(policy, 'sso');
  const sets = new Map<string, string[]>();
  for (const domain of mailDomains(policy)) {
    const owner = [...policy.providers.keys()].sort().find((name) => owns(policy, name, domain));
    if (owner === undefined) continue;
    const others = groups.map((names) => names.filter((name) => !owns(policy, name, domain)).slice(0, most));
    const kinds = JSON.stringify(others.map((names) => names.length));
    if (!sets.has(kinds)) sets.set(kinds, [...new Set([owner, ...others.flat()])].sort());
  }
  return [...sets.values()];
}

/** Of every kind of provider as many as a combination asks for. */
function allProviders(policy: Policy): string[] {
  return alikeProviders(policy).flatMap((names) => names.slice(0, mostAtOnce(policy, 'sso')));
}

/** Providers whose words are worth the same. */
function alikeProviders(policy: Policy): string[][] {
  const alike = new Map<string, string[]>();
  for (const name of [...policy.providers.keys()].sort()) {
    const words = bestWords(policy, name).map((word) => wordSignature(policy, name, word));
    const key = JSON.stringify([words, (policy.providers.get(name)?.mailDomains?.length ?? 0) > 0]);
    alike.set(key, [...(alike.get(key) ?? []), name]);
  }
  if (alike.size > 0) return [...alike.values()];
  return [Array.from({ length: mostAtOnce(policy, 'sso') }, (_, place) => anyProvider(place))];
}

function anyProvider(place: number): string {
  return place === 0 ? ANY_PROVIDER : `${ANY_PROVIDER}-${place + 1}`;
}

/** A mailbox of no provider's, and one for each set of providers that own it together. */
export function mailDomains(policy: Policy): string[] {
  const owners = new Map<string, string>();
  const owned = [...policy.providers.values()].flatMap((provider) => provider.mailDomains ?? []).sort();
  for (const domain of owned) {
    const key = JSON.stringify([...policy.providers.keys()].filter((name) => owns(policy, name, domain)).sort());
    if (!owners.has(key)) owners.set(key, domain);
  }
  let free = 'mail.example';
  while (owned.includes(free)) free = `other.${free}`;
  return [free, ...owners.values()];
}

/** A passkey of each kind that the policy tells apart, and as many of the best as its longest combination asks for. */
function passkeySets(policy: Policy): PasskeyFacts[][] {
  const kinds = passkeyKinds(policy);
  const best = kinds.at(-1);
  const most = mostAtOnce(policy, 'passkey');
  const several =
    best === undefined || most < 2 ? [] : [Array.from({ length: most }, (_, place) => numbered(best, place))];
  return [...kinds.map((kind) => [numbered(kind, 0)]), ...several];
}

function numbered(kind: Omit<PasskeyFacts, 'id'>, place: number): PasskeyFacts {
  return { id: `passkey-${place + 1}`, ...kind };
}

/** The most kinds of passkeys that are gone through: the plain ones and the best ones first. */
const MOST_KINDS = 6;

/** One of each kind that the policy's patterns tell apart, the plainest first, the best last; of many, some. */
export function passkeyKinds(policy: Policy): Omit<PasskeyFacts, 'id'>[] {
  const sorted = allPasskeyKinds(policy).map(({ kind }) => kind);
  return sorted.length <= MOST_KINDS ? sorted : [...sorted.slice(0, 2), ...sorted.slice(2 - MOST_KINDS)];
}

interface PasskeyKind {
  readonly kind: Omit<PasskeyFacts, 'id'>;
  readonly bits: Signature;
}

function allPasskeyKinds(policy: Policy): PasskeyKind[] {
  const models = policy.patterns.flatMap(({ pattern: { pattern } }) =>
    pattern.method === 'passkey' ? (pattern.aaguid ?? []) : [],
  );
  const kinds = new Map<string, PasskeyKind>();
  for (const aaguid of new Set([NO_MODEL, ...models.sort()]))
    for (const attested of [false, true])
      for (const deviceBound of [false, true])
        for (const userVerified of [true, false]) {
          const kind = { userVerified, deviceBound, aaguid, attested };
          const bits = signature(policy.patterns, (pattern) => passkeyMatches(pattern, kind));
          // Whether it verifies its user is told apart by what a person can be asked for again, whatever the patterns say.
          const key = `${bits}/${userVerified}`;
          if (!kinds.has(key)) kinds.set(key, { kind, bits });
        }
  return [...kinds.values()].sort((a, b) => sizeOf(a.bits) - sizeOf(b.bits));
}

/** As many things of one method as the longest combination asks for at once. */
function mostAtOnce({ strengths }: Policy, method: PrimaryMethod): number {
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

/**
 * Accounts that have everything at once, with a password or with LDAP: every provider, and of each kind of passkey that no other
 * outdoes as many as a combination asks for. An account that has more is granted no more.
 *
 * @param ways the ways in that they have at most
 */
export function fullAccounts(policy: Policy, ways: MethodMask = ALL_METHODS): readonly AccountFactors[] {
  const has = (method: BuiltInMethod): boolean => (ways & policy.brought & methodBit(method)) !== 0;
  const brings = (method: BuiltInMethod): boolean => (policy.brought & methodBit(method)) !== 0;
  const everything: AccountFactors = {
    passkeys: has('passkey') ? bestPasskeys(policy) : [],
    ...(has('sso') ? { sso: allProviders(policy) } : {}),
    ...(brings('email-code') ? { mailDomain: mailDomains(policy)[0] ?? '' } : {}),
    ...(policy.codes.length > 0 ? { codes: codeSets(policy).at(-1) ?? [] } : {}),
    ...plainSets(policy, () => true).at(-1),
  };
  return [
    { ...everything, ...(has('password') ? { password: 'independent' } : {}) },
    { ...everything, ...(has('ldap') ? { ldap: true } : {}) },
  ];
}

/** Of each kind of passkey that no other kind outdoes, as many as a combination asks for. */
export function bestPasskeys(policy: Policy): PasskeyFacts[] {
  const kinds = allPasskeyKinds(policy);
  const best = kinds.filter(
    ({ bits, kind }) =>
      kind.userVerified && !kinds.some((other) => other.bits !== bits && (bits & other.bits) === bits),
  );
  const most = mostAtOnce(policy, 'passkey');
  return best.flatMap(({ kind }) => Array.from({ length: most }, () => kind)).map(numbered);
}
