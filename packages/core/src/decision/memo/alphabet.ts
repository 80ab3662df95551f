import type { PasskeyFacts } from '../../mandate/account-facts.ts';
import type { Policy } from '../../policy/policy.ts';
import type { SsoEvidence } from '../../strength/evidence.ts';
import { PRIMARY_MASK } from '../../strength/method.ts';
import type { EvidencePattern } from '../../strength/pattern.ts';
import { passkeyMatches, signature } from '../../strength/signature.ts';

/**
 * What a policy can tell apart, each as a place in a field of bits. Of everything that an open-ended world can hold (roles,
 * models, providers and their words) it lists what the policy names; what it does not name is all alike to it.
 */
export interface Alphabet {
  readonly policy: Policy;
  /** The bit of each role that asks for something; 0 where there is no bit left for it. */
  readonly roles: ReadonlyMap<string, number>;
  readonly strengths: ReadonlyMap<string, number>;
  /** Domains with the same owners are one; 0 is everybody else's. */
  readonly domains: ReadonlyMap<string, number>;
  /** The models that patterns name; 0 is every other. */
  readonly models: ReadonlyMap<string, number>;
  /** By model and flags: passkeys of one kind match the same patterns and are alike in user verification. */
  readonly passkeyKinds: readonly number[];
  /** The providers that patterns name or that own mail domains; 0 is every other. */
  readonly providers: ReadonlyMap<string, number>;
  readonly acr: ReadonlyMap<string, number>;
  readonly amr: ReadonlyMap<string, number>;
}

/** Answered where something has no place: the question goes the long way. */
export const NO_PLACE = -1;

/** So many bits has a set of roles. */
const ROLE_BITS = 30;
/** So many kinds of passkeys are told apart. */
export const PASSKEY_KINDS = 8;
/** How many of each a word of a provider, or a mail domain, can name; 0 is taken by what the policy does not name. */
const PROVIDER_PLACES = 9;
const ACR_PLACES = 16;
const AMR_BITS = 5;
const DOMAIN_PLACES = 15;

export function alphabetOf(policy: Policy): Alphabet {
  const patterns = policy.patterns.map(({ pattern: { pattern } }) => pattern);
  const models = places(patterns.flatMap((pattern) => (pattern.method === 'passkey' ? (pattern.aaguid ?? []) : [])));
  const owners = [...policy.providers].filter(([, { mailDomains }]) => mailDomains !== undefined);
  const named = patterns.flatMap((pattern) => (pattern.method === 'sso' ? (pattern.provider ?? []) : []));
  return {
    policy,
    roles: roleBits(policy),
    strengths: new Map(policy.strengths.map(({ name }, place) => [name, place])),
    domains: domainPlaces(policy),
    models,
    passkeyKinds: passkeyKinds(policy, models),
    providers: places([...named, ...owners.map(([name]) => name)]),
    acr: places(patterns.flatMap((pattern) => (pattern.method === 'sso' ? (pattern.acr ?? []) : []))),
    amr: places(patterns.flatMap((pattern) => (pattern.method === 'sso' ? (pattern.amr ?? []) : []))),
  };
}

/** The place of each distinct name, from 1. */
function places(names: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].map((name, place) => [name, place + 1]));
}

function roleBits(policy: Policy): ReadonlyMap<string, number> {
  const asking = [...policy.roles].filter(
    ([, { strengths, methods }]) => strengths !== 0 || (methods & PRIMARY_MASK) !== PRIMARY_MASK,
  );
  return new Map(asking.map(([role], place) => [role, place < ROLE_BITS ? 1 << place : 0]));
}

function domainPlaces(policy: Policy): ReadonlyMap<string, number> {
  const ownersOf = new Map<string, string[]>();
  for (const [provider, { mailDomains }] of policy.providers) {
    for (const domain of mailDomains ?? []) ownersOf.set(domain, [...(ownersOf.get(domain) ?? []), provider]);
  }
  const groups = places([...ownersOf.values()].map((owners) => JSON.stringify([...new Set(owners)])));
  return new Map(
    [...ownersOf].map(([domain, owners]) => [domain, groups.get(JSON.stringify([...new Set(owners)])) ?? 0]),
  );
}

function passkeyKinds(policy: Policy, models: ReadonlyMap<string, number>): readonly number[] {
  const kinds = new Map<string, number>();
  return ['', ...models.keys()].flatMap((aaguid) =>
    Array.from({ length: 8 }, (_, flags) => {
      const traits = {
        aaguid,
        userVerified: (flags & 1) !== 0,
        deviceBound: (flags & 2) !== 0,
        attested: (flags & 4) !== 0,
      };
      const matches = (pattern: EvidencePattern): boolean => passkeyMatches(pattern, traits);
      const text = `${signature(policy.patterns, matches)} ${traits.userVerified}`;
      const kind = kinds.get(text) ?? kinds.size;
      kinds.set(text, kind);
      return kind;
    }),
  );
}

/** The bit of what a passkey is to this policy. */
export function passkeyBit(
  { models, passkeyKinds: kinds }: Alphabet,
  { userVerified, deviceBound, attested, aaguid }: Omit<PasskeyFacts, 'id'>,
): number {
  const model = models.size === 0 ? 0 : (models.get(aaguid) ?? 0);
  const kind = kinds[model * 8 + (userVerified ? 1 : 0) + (deviceBound ? 2 : 0) + (attested ? 4 : 0)] ?? PASSKEY_KINDS;
  return kind < PASSKEY_KINDS ? 1 << kind : NO_PLACE;
}

/** The place of whoever may read the mail of a domain. */
export function domainPlace({ domains }: Alphabet, domain: string): number {
  const place = domains.size === 0 ? 0 : (domains.get(domain) ?? 0);
  return place < DOMAIN_PLACES ? place : NO_PLACE;
}

/** The bit of a provider at which an account has an identity. */
export function providerBit({ providers }: Alphabet, provider: string): number {
  const place = providers.get(provider) ?? 0;
  return place < PROVIDER_PLACES ? 1 << place : NO_PLACE;
}

/** What a provider said, as far as a policy listens: 13 bits. */
export function wordOf({ providers, acr, amr }: Alphabet, said: SsoEvidence): number {
  const provider = providers.get(said.provider) ?? 0;
  const level = said.acr === undefined ? 0 : (acr.get(said.acr) ?? 0);
  if (provider >= PROVIDER_PLACES || level >= ACR_PLACES) return NO_PLACE;
  let ways = 0;
  for (const way of said.amr ?? []) {
    const place = amr.get(way) ?? 0;
    if (place > AMR_BITS) return NO_PLACE;
    if (place > 0) ways |= 1 << (place - 1);
  }
  return provider | (level << 4) | (ways << 8);
}
