// The proofs of the naive evaluator: which proofs exist, which patterns they match, and which proofs could follow.

import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Method, WayInMethod } from '../strength/method.ts';
import type { Combination, EvidencePattern } from '../strength/pattern.ts';

/**
 * A proof that was given or could be given. A provider may still assert every class and method in a pattern, and a new
 * passkey may be any passkey.
 */
export type Proof =
  | { readonly of: 'evidence'; readonly shown: Evidence }
  | { readonly of: 'hope'; readonly provider: string }
  | { readonly of: 'new-passkey'; readonly place: number };

export interface World {
  readonly policy: PolicyInput<string>;
  readonly account: AccountFacts;
  readonly ways: ReadonlySet<WayInMethod>;
  /** The ways in without the rules of the contexts and of the organisation. */
  readonly waysAnywhere: ReadonlySet<WayInMethod>;
  readonly reset: boolean;
}

export const PRIMARIES: readonly WayInMethod[] = ['password', 'ldap', 'sso', 'passkey'];
const ORDER: readonly Method[] = [
  'passkey',
  'password',
  'ldap',
  'sso',
  'totp',
  'email-code',
  'sms-code',
  'voice-code',
  'backup-code',
];
const BUILT_IN = ['passkey', 'password', 'ldap', 'sso', 'totp', 'email-code', 'backup-code'];

/** A code that the host delivers. */
export function isOfHost(method: string): boolean {
  return method.endsWith('-code') && ![...BUILT_IN, 'enrollment-code'].includes(method);
}

export function has(evidence: readonly Evidence[], method: Evidence['method']): boolean {
  return evidence.some((proof) => proof.method === method);
}

// --- What counts -----------------------------------------------------------------------------------------------------

export function methodOf(proof: Proof): Evidence['method'] {
  if (proof.of === 'evidence') return proof.shown.method;
  return proof.of === 'hope' ? 'sso' : 'passkey';
}

/**
 * A password or a provider that the account may not use counts for nothing. Nor does an email code beside a reset token, and a backup code
 * of an account that has neither an app nor a passkey.
 */
export function counted({ ways, reset, account: { factors } }: World, evidence: readonly Evidence[]): Proof[] {
  return evidence
    .filter(({ method }) => method !== 'enrollment-code' && method !== 'reset-token')
    .filter(({ method }) => !(method === 'password' || method === 'ldap' || method === 'sso') || ways.has(method))
    .filter(({ method }) => method !== 'email-code' || !reset)
    .filter(({ method }) => method !== 'backup-code' || factors.totp === true || factors.passkeys.length > 0)
    .map((shown) => ({ of: 'evidence', shown }));
}

export function thing(proof: Proof): string {
  if (proof.of === 'hope') return `sso ${proof.provider}`;
  if (proof.of === 'new-passkey') return `new ${proof.place}`;
  const { shown } = proof;
  if (shown.method === 'passkey') return `passkey ${shown.credentialId}`;
  return shown.method === 'sso' ? `sso ${shown.provider}` : shown.method;
}

export function fits(pattern: EvidencePattern, proof: Proof): boolean {
  if (pattern.method === 'any-code') return isOfHost(methodOf(proof));
  if (pattern.method !== methodOf(proof)) return false;
  if (proof.of === 'new-passkey') return true;
  if (pattern.method === 'sso') {
    const provider = proof.of === 'hope' ? proof.provider : proof.shown.method === 'sso' ? proof.shown.provider : '';
    if (pattern.provider !== undefined && pattern.provider !== provider) return false;
    if (proof.of === 'hope') return true;
    const { acr, amr } = proof.shown.method === 'sso' ? proof.shown : {};
    if (pattern.acr !== undefined && !(acr !== undefined && pattern.acr.includes(acr))) return false;
    return (pattern.amr ?? []).every((word) => (amr ?? []).includes(word));
  }
  if (pattern.method !== 'passkey') return true;
  if (proof.of !== 'evidence' || proof.shown.method !== 'passkey') return false;
  const { userVerified, deviceBound, attested, aaguid } = proof.shown;
  return (
    (pattern.userVerified !== true || userVerified) &&
    (pattern.deviceBound !== true || deviceBound) &&
    (pattern.attested !== true || attested) &&
    (pattern.aaguid === undefined || pattern.aaguid.includes(aaguid))
  );
}

export function isAllowedWayIn({ ways }: World, proof: Proof): boolean {
  const waysIn: ReadonlySet<string> = ways;
  return waysIn.has(methodOf(proof));
}

/** True if distinct proofs with an allowed way in match the combination, and at most one of them rests on the mailbox. */
export function isMatched(
  world: World,
  strength: string,
  patterns: Combination,
  proofs: readonly Proof[],
  taken: Proof[] = [],
): boolean {
  const pattern = patterns[taken.length];
  if (pattern !== undefined) {
    return proofs.some(
      (proof) =>
        fits(pattern, proof) &&
        !taken.some((other) => thing(other) === thing(proof)) &&
        isMatched(world, strength, patterns, proofs, [...taken, proof]),
    );
  }
  if (!taken.some((proof) => isAllowedWayIn(world, proof))) return false;
  const resting = taken.filter((proof) => !isIndependent(world, proof, strength));
  return resting.length + taken.filter((proof) => methodOf(proof) === 'email-code').length <= 1;
}

export function isIndependent(world: World, proof: Proof, strength: string): boolean {
  if (methodOf(proof) === 'sso') {
    const provider =
      proof.of === 'hope'
        ? proof.provider
        : proof.of === 'evidence' && proof.shown.method === 'sso'
          ? proof.shown.provider
          : '';
    return !ownsMailbox(world, provider);
  }
  if (proof.of !== 'evidence' || proof.shown.method !== 'password' || proof.shown.provenance !== 'mailbox') return true;
  return strength === 'baseline' && world.policy.recovery?.mailboxAlone !== 'refuse';
}

export function ownsMailbox({ policy, account }: World, provider: string): boolean {
  const { mailDomain } = account.factors;
  return mailDomain !== undefined && (policy.providers?.[provider]?.mailDomains ?? []).includes(mailDomain);
}

// --- Strengths -------------------------------------------------------------------------------------------------------

export function isSatisfied(world: World, strength: string, proofs: readonly Proof[]): boolean {
  return combinationsOf(world.policy, strength).some((combination) => isMatched(world, strength, combination, proofs));
}

export function combinationsOf(policy: PolicyInput<string>, strength: string): Combination[] {
  const stronger: Record<string, string[]> = {
    single: ['single'],
    baseline: ['baseline', 'enhanced', 'phishing-resistant'],
    enhanced: ['enhanced', 'phishing-resistant'],
    'phishing-resistant': ['phishing-resistant'],
  };
  const trustedFor = Object.hasOwn(stronger, strength) ? (stronger[strength] ?? []) : [strength];
  const trusted = Object.entries(policy.providers ?? {}).flatMap(([provider, { trust = [] }]) =>
    trust
      .filter((entry) => trustedFor.includes(entry.strength))
      .map(
        ({ acr, amr }): Combination => [
          {
            method: 'sso',
            provider,
            acr: acr === undefined ? undefined : [acr],
            amr,
          },
        ],
      ),
  );
  return [...builtIn(strength), ...(policy.strengths?.[strength]?.anyOf ?? []), ...trusted];
}

export function builtIn(strength: string): Combination[] {
  const beside = (...seconds: ('passkey' | 'totp' | 'email-code' | 'backup-code' | 'any-code')[]): Combination[] =>
    (['password', 'ldap', 'sso'] as const).flatMap((way) =>
      seconds.map((second): Combination => [{ method: way }, { method: second }]),
    );
  const verified: Combination = [{ method: 'passkey', userVerified: true }];
  switch (strength) {
    case 'single':
      return PRIMARIES.map((method) => [{ method }]);
    case 'baseline':
      return [verified, ...beside('email-code', 'any-code', 'totp', 'backup-code', 'passkey')];
    case 'enhanced':
      return [verified, ...beside('totp', 'backup-code', 'passkey')];
    case 'phishing-resistant':
      return [verified, ...beside('passkey')];
    default:
      return [];
  }
}

export function strongest(
  world: World,
  proofs: readonly Proof[],
): 'single' | 'baseline' | 'enhanced' | 'phishing-resistant' {
  const names = ['phishing-resistant', 'enhanced', 'baseline'] as const;
  return names.find((name) => isSatisfied(world, name, proofs)) ?? 'single';
}

// --- What could follow -----------------------------------------------------------------------------------------------

/** All proofs that the account can still give. A passkey that was used without user verification can be used again. */
export function provable({ account, ways, reset }: World, shown: readonly Evidence[]): Proof[] {
  const { factors } = account;
  const at = 0 as Evidence['at'];
  const more: Evidence[] = [];
  if (factors.password !== undefined && ways.has('password'))
    more.push({ method: 'password', at, provenance: factors.password });
  if (factors.ldap === true && ways.has('ldap')) more.push({ method: 'ldap', at });
  if (factors.totp === true) more.push({ method: 'totp', at });
  if (factors.mailDomain !== undefined && factors.mailsCodes !== false && !reset)
    more.push({ method: 'email-code', at });
  for (const method of factors.codes ?? []) more.push({ method, at });
  if ((factors.backupCodes ?? 0) > 0 && (factors.totp === true || factors.passkeys.length > 0))
    more.push({ method: 'backup-code', at });
  const keys = factors.passkeys
    .filter(({ id, userVerified }) =>
      shown.every(
        (proof) => proof.method !== 'passkey' || proof.credentialId !== id || (userVerified && !proof.userVerified),
      ),
    )
    .map(({ id, ...passkey }): Evidence => ({ method: 'passkey', at, credentialId: id, ...passkey }));
  const hopes = ways.has('sso')
    ? (factors.sso ?? []).filter((name) => !shown.some((proof) => proof.method === 'sso' && proof.provider === name))
    : [];
  return [
    ...more.filter(({ method }) => !has(shown, method)).map((proof): Proof => ({ of: 'evidence', shown: proof })),
    ...keys.map((proof): Proof => ({ of: 'evidence', shown: proof })),
    ...hopes.map((provider): Proof => ({ of: 'hope', provider })),
  ];
}

export function isRepeated(proof: Proof, shown: readonly Evidence[]): boolean {
  return shown.some(
    (earlier) => earlier.method === 'passkey' && thing({ of: 'evidence', shown: earlier }) === thing(proof),
  );
}

/** The smallest sets of proofs for which `enough` holds: no subset of a result is enough. */
export function smallestThat(proofs: readonly Proof[], enough: (set: readonly Proof[]) => boolean): Proof[][] {
  const subsets = Array.from({ length: 2 ** proofs.length }, (_, chosen) =>
    proofs.filter((_, place) => Math.floor(chosen / 2 ** place) % 2 === 1),
  ).sort((a, b) => a.length - b.length);
  const found: Proof[][] = [];
  for (const set of subsets) {
    if (found.some((part) => part.every((proof) => set.includes(proof)))) continue;
    if (enough(set)) found.push(set);
  }
  return found;
}

export function inOrder(methods: readonly string[]): Method[] {
  return ORDER.filter((method) => methods.includes(method));
}
