// A predicate for the claim of each finding of `verifyPolicy`. The predicates ask only `evaluate`.
import {
  type AccountFactors,
  type AccountFacts,
  definePolicy,
  type Evidence,
  evaluate,
  type Policy,
  type PolicyInput,
  sessionLimits,
  WAY_IN_METHODS,
  type WayInMethod,
} from '@sallyport/core';
import { NOW, passkey, password, proof, sso } from '../../../core/src/decision/facts.test-support.ts';
import type { Finding } from './findings/finding.ts';

/** An account on which a claim is tried, and proofs that the account could give. */
export interface Case {
  readonly account: AccountFacts;
  readonly evidence: readonly Evidence[];
}

/** The inputs of a claim's test. */
export interface Claimed {
  readonly input: PolicyInput<string>;
  readonly policy: Policy;
  readonly finding: Finding;
  readonly cases: readonly Case[];
}

/** The policy's document without the rule at this path. */
export function withoutRule(input: PolicyInput<string>, path: string): PolicyInput<string> {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const copy = structuredClone(input);
  const holder = steps.reduce<unknown>((value, step) => Reflect.get(Object(value), step), copy);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(Object(holder), last);
  return copy;
}

/** The decision without its reasons and, for a grant, the session limits. */
export function answerOf(policy: Policy, { account, evidence }: Case, more: object = {}): unknown {
  const { because: _, ...answer } = evaluate(policy, { account, evidence, now: NOW, ...more });
  return answer.outcome === 'granted' ? { ...answer, ...sessionLimits(policy, account, evidence) } : answer;
}

/**
 * The case inside the scope of the analysis: the account without a strength of its own, without a block and not an emergency
 * account, and with further roles.
 */
export function ordinary({ account, evidence }: Case, roles: readonly string[]): Case {
  const { emergency: _, requiredStrength: __, blocked: ___, ...rest } = account;
  return { account: { ...rest, roles: [...new Set([...account.roles, ...roles])] }, evidence: oneWordEach(evidence) };
}

/** The same account without restrictions of its own, and with exactly these roles. */
export function plain(shown: Case, roles: readonly string[]): Case {
  const { account, evidence } = ordinary(shown, []);
  return { account: { roles, factors: account.factors }, evidence };
}

/** Keeps a single assertion of each provider: a provider makes a single assertion at a time. */
function oneWordEach(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(
    (shown, place) =>
      shown.method !== 'sso' ||
      !evidence.slice(0, place).some((other) => other.method === 'sso' && other.provider === shown.provider),
  );
}

const WORDS = [
  {},
  { acr: 'mfa' },
  { acr: 'gold' },
  { amr: ['hwk'] },
  { acr: 'mfa', amr: ['hwk'] },
  { acr: 'gold', amr: ['hwk'] },
];
const MOST_SETS = 400;

/** Every set of proofs that an account can give. If there are more than `MOST_SETS`, the sets with the best assertions. */
export function everySet(factors: AccountFactors): readonly (readonly Evidence[])[] {
  const choices: (readonly Evidence[])[] = [
    ...(factors.password === undefined ? [] : [[password(factors.password)]]),
    ...(factors.ldap === true ? [[proof('ldap')]] : []),
    ...(factors.totp === true ? [[proof('totp')]] : []),
    ...(factors.mailDomain === undefined ? [] : [[proof('email-code')]]),
    ...(factors.codes ?? []).map((code) => [proof(code)]),
    ...((factors.backupCodes ?? 0) > 0 && (factors.totp === true || factors.passkeys.length > 0)
      ? [[proof('backup-code')]]
      : []),
    ...(factors.sso ?? []).map((provider) => WORDS.map((word) => sso(provider, word)).reverse()),
    ...factors.passkeys.map(({ id, ...traits }) => [
      passkey(id, traits),
      ...(traits.userVerified ? [passkey(id, { ...traits, userVerified: false })] : []),
    ]),
  ];
  let sets: (readonly Evidence[])[] = [[]];
  for (const choice of choices) {
    const room = sets.length * (choice.length + 1) <= MOST_SETS;
    const chosen = room ? choice : choice.slice(0, 1);
    if (sets.length * (chosen.length + 1) > MOST_SETS) sets = sets.slice(-MOST_SETS / 2);
    sets = [...sets, ...sets.flatMap((set) => chosen.map((one) => [...set, one]))];
  }
  return sets;
}

export type Ending = 'granted' | 'enrollment-required';

/** The first set of proofs with one of these outcomes. */
export function leading(
  policy: Policy,
  account: AccountFacts,
  sets: readonly (readonly Evidence[])[],
  ends: readonly Ending[],
  vouched: boolean,
): readonly Evidence[] | undefined {
  return sets.find((set) => {
    const evidence = vouched ? [...set, proof('enrollment-code')] : set;
    const { outcome } = evaluate(policy, { account, evidence, now: NOW, local: true });
    return ends.some((end) => end === outcome);
  });
}

/** The ways in that holders of these roles may use. */
export function waysOf({ methods, roles = {} }: PolicyInput<string>, held: readonly string[]): WayInMethod[] {
  const rules = [{ methods }, ...held.flatMap((role) => (Object.hasOwn(roles, role) ? [roles[role]] : []))];
  return WAY_IN_METHODS.filter((way) => rules.every((rule) => rule?.methods?.includes(way) ?? true));
}

/** An account whose only allowed way in is `way`; `undefined` if the account lacks this way in. */
export function withOnly(
  factors: AccountFactors,
  way: WayInMethod,
  allowed: readonly WayInMethod[],
): AccountFactors | undefined {
  const gone = allowed.filter((other) => other !== way);
  const { password: secret, ldap, sso: providers, passkeys } = factors;
  const kept: AccountFactors = {
    ...factors,
    passkeys: gone.includes('passkey') ? [] : passkeys,
    password: gone.includes('password') ? undefined : secret,
    ldap: gone.includes('ldap') ? undefined : ldap,
    sso: gone.includes('sso') ? undefined : providers,
  };
  const has = {
    password: kept.password !== undefined,
    ldap: kept.ldap === true,
    sso: (kept.sso?.length ?? 0) > 0,
    passkey: kept.passkeys.length > 0,
  };
  return has[way] ? kept : undefined;
}

/**
 * The factors of a new account: ways in and perhaps a mailbox. If SSO is the only way in and the provider owns mail domains,
 * a mailbox elsewhere is removed.
 */
export function asNew(
  input: PolicyInput<string>,
  factors: AccountFactors,
  ways: readonly WayInMethod[],
): AccountFactors {
  const { password: secret, ldap, sso: providers = [], mailDomain } = factors;
  const owned = providers.flatMap((name) => input.providers?.[name]?.mailDomains ?? []);
  const foreign =
    ways.length === 1 &&
    ways[0] === 'sso' &&
    owned.length > 0 &&
    mailDomain !== undefined &&
    !owned.includes(mailDomain);
  return {
    passkeys: [],
    password: secret === undefined ? undefined : ('independent' as const),
    ldap,
    sso: providers.length === 0 ? undefined : providers,
    mailDomain: foreign ? undefined : mailDomain,
  };
}

export const compiled = (input: PolicyInput<string>): Policy => definePolicy(input);
