// A second evaluator, written from the rules in words, slow and without masks. The two evaluators share only types: a
// difference shows a mistake in one of them.

import type { OrganisationRuleInput } from '../policy/organisation-input.ts';
import type { ContextRuleInput, PolicyInput, RoleRuleInput } from '../policy/policy-input.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { DeliveredCode, EnrollableMethod, Method } from '../strength/method.ts';
import type { Decision } from './decision.ts';
import type { Question } from './evaluate.ts';
import {
  contextRules,
  isYoungEnough,
  lengthOf,
  type NaiveContexts,
  type NaiveEntered,
  rulesThere,
  strictestFirstFactor,
} from './naive-places.test-support.ts';
import {
  counted,
  fits,
  has,
  inOrder,
  isAllowedWayIn,
  isIndependent,
  isOfHost,
  isRepeated,
  isSatisfied,
  methodOf,
  PRIMARIES,
  type Proof,
  provable,
  smallestThat,
  strongest,
  type World,
} from './naive-proofs.test-support.ts';

type WithoutProof<Part> = Part extends unknown ? Omit<Part, 'because'> : never;
export type NaiveDecision = WithoutProof<Decision>;

export function naiveDecision(
  written: PolicyInput<string>,
  { account, evidence: given, now, demand, local }: Question,
  told: NaiveContexts = [],
  entered?: NaiveEntered,
): NaiveDecision {
  if (account.blocked === true) return { outcome: 'denied', reason: 'blocked' };
  const contexts = contextRules(written, told);
  const policy = { ...written, enrollment: { firstFactor: strictestFirstFactor(written, contexts) } };
  const there = rulesThere(written, told, entered, now);
  const { proofsAfter } = entered?.written ?? {};
  const countingUnder = (some: readonly OrganisationRuleInput<string>[], after?: string): readonly Evidence[] =>
    given.filter(
      ({ method, at }) =>
        // The link of a recovery is no proof: it takes the mailbox away, at any age.
        method === 'reset-token' ||
        (some.every((rule) => isYoungEnough(rule, now - at)) && (after === undefined || at > Date.parse(after))),
    );
  const evidence = countingUnder([...contexts, ...there], proofsAfter);
  const rules = rulesOf(policy, account, now);
  const waysAnywhere = new Set(
    PRIMARIES.filter(
      (way) => account.emergency === true || rules.every(({ methods }) => methods?.includes(way) ?? true),
    ),
  );
  const waysIn = (some: readonly Pick<ContextRuleInput<string>, 'methods' | 'refuse'>[]) =>
    new Set(
      [...waysAnywhere].filter(
        (way) =>
          account.emergency === true ||
          some.every(({ methods, refuse }) => refuse !== true && (methods?.includes(way) ?? true)),
      ),
    );
  const ways = waysIn([...contexts, ...there]);
  // A demand replaces what a sign-in needs, and never what a context or an organisation needs.
  const required = [
    ...(demand !== undefined && demand.strengths.length > 0 ? demand.strengths : strengthsOf(rules)),
    ...strengthsOf([...contexts, ...there]),
  ];
  const isDemanded = ({ at }: Evidence): boolean => demand?.within === undefined || now - at <= demand.within;
  const shown = evidence.filter(isDemanded);
  const { preferSso } = policy;
  if (
    preferSso !== undefined &&
    given.length === 0 &&
    !demand &&
    local !== true &&
    !account.emergency &&
    ways.has('sso')
  )
    return { outcome: 'redirect', provider: preferSso };

  const world = { policy, account, ways, waysAnywhere, reset: has(shown, 'reset-token') };
  const proofs = counted(world, shown);
  const enough = (more: readonly Proof[]): boolean =>
    required.every((name) => isSatisfied(world, name, [...proofs, ...more]));
  if (proofs.length > 0 && enough([])) return { outcome: 'granted', strength: strongest(world, proofs) };

  const cameInBy = shown.filter(({ setUpHere }) => setUpHere !== true);
  const used = PRIMARIES.filter((way) => has(cameInBy, way));
  if (!demand && used.length > 0 && !used.some((way) => ways.has(way)))
    return { outcome: 'denied', reason: 'method-not-allowed' };

  // In a step-up a provider may say more by now. If the proof has to be recent, a provider that dates nothing is of no use.
  const beside = demand ? shown.filter(({ method }) => method !== 'sso') : shown;
  const dateless = demand?.within === undefined ? [] : evidence.filter(({ datesNothing }) => datesNothing === true);
  const all = provable(world, beside).filter(
    (one) => one.of !== 'hope' || !dateless.some(({ provider }) => provider === one.provider),
  );
  const first = smallestThat(
    all.filter((proof) => !isRepeated(proof, shown)),
    enough,
  );
  const sets = first.length > 0 ? first : smallestThat(all, enough);
  if (sets.length > 0) return { outcome: 'factor-required', toward: 'grant', accept: acceptable(world, proofs, sets) };

  const recentUnder = (some: readonly OrganisationRuleInput<string>[], proofs: readonly Evidence[]) => {
    const lengths = [policy.recentProof ?? '15m', ...some.flatMap(({ recentProof = [] }) => recentProof)];
    return demand ? proofs.filter(({ at }) => lengths.every((length) => now - at <= lengthOf(length))) : proofs;
  };
  const recent = recentUnder([...contexts, ...there], shown);
  const inside = { ...world, reset: has(recent, 'reset-token') };
  // An organisation decides who enters, and not what opens a set-up.
  const outside = recentUnder(contexts, countingUnder(contexts).filter(isDemanded));
  const gate = { ...world, ways: waysIn(contexts), reset: has(outside, 'reset-token') };
  return towardEnrollment(inside, recent, required, { world: gate, shown: outside });
}

/** From its date on, a rule adds to the rule beside it. */
function begun({ later = [] }: RoleRuleInput<string>, now: number): RoleRuleInput<string>[] {
  return later.filter(({ from }) => new Date(from).getTime() <= now);
}

function rulesOf(policy: PolicyInput<string>, account: AccountFacts, now: number): RoleRuleInput<string>[] {
  const roles = account.roles.flatMap((role) => Object.entries(policy.roles ?? {}).filter(([name]) => name === role));
  const { methods, requiredStrength } = account;
  return [
    { ...policy, requiredStrength: policy.requiredStrength ?? 'baseline' },
    ...begun(policy, now),
    ...roles.flatMap(([, rule]) => [rule, ...begun(rule, now)]),
    { methods, requiredStrength },
  ];
}

function strengthsOf(rules: readonly Pick<RoleRuleInput<string>, 'requiredStrength'>[]): readonly string[] {
  return rules.flatMap(({ requiredStrength }) => (requiredStrength === undefined ? [] : [requiredStrength]));
}

/**
 * A way in comes first. An email code is offered only if no stronger method leads to a grant, unless the policy always offers
 * email codes.
 */
function acceptable(world: World, proofs: readonly Proof[], sets: readonly Proof[][]): Method[] {
  const lists = sets.map((set) => set.map(methodOf));
  const useful = inOrder(lists.flat());
  if (!proofs.some((proof) => isAllowedWayIn(world, proof)))
    return inOrder(
      sets
        .flat()
        .filter((proof) => isAllowedWayIn(world, proof))
        .map(methodOf),
    );
  const isDelivered = (method: string): boolean => method === 'email-code' || isOfHost(method);
  const stronger = lists.some((list) => !list.some(isDelivered) && (list.includes('passkey') || list.includes('totp')));
  return world.policy.emailCodes?.offer !== 'always' && stronger
    ? useful.filter((method) => !isDelivered(method))
    : useful;
}

// --- Enrollment ------------------------------------------------------------------------------------------------------

function towardEnrollment(
  world: World,
  shown: readonly Evidence[],
  required: readonly string[],
  gate: { readonly world: World; readonly shown: readonly Evidence[] },
): NaiveDecision {
  const has = [...counted(world, shown), ...provable(world, shown)];
  const fresh: Proof[] = [0, 1, 2].map((place) => ({ of: 'new-passkey', place }));
  if (world.account.factors.totp !== true)
    fresh.push({ of: 'evidence', shown: { method: 'totp', at: 0 as Evidence['at'] } });
  const codes = codesOf(world.policy).filter((code) => world.account.factors.codes?.includes(code) !== true);
  for (const method of codes) fresh.push({ of: 'evidence', shown: { method, at: 0 as Evidence['at'] } });
  const sets = smallestThat(fresh, (more) => required.every((name) => isSatisfied(world, name, [...has, ...more])));
  const enrollable: readonly EnrollableMethod[] = ['passkey', 'totp', ...codes];
  const offer = enrollable.filter((method) => sets.some((set) => set.some((proof) => methodOf(proof) === method)));
  if (offer.length === 0) return { outcome: 'denied', reason: 'no-way-in' };
  if (opens(gate.world, counted(gate.world, gate.shown), gate.shown)) return { outcome: 'enrollment-required', offer };
  const accept = openers(gate.world, gate.shown);
  return accept.length === 0
    ? { outcome: 'denied', reason: 'no-way-in' }
    : { outcome: 'factor-required', toward: 'enrollment', accept };
}

/** If the host is unknown, the delivered codes are the codes that a strength names. */
function codesOf({ strengths = {} }: PolicyInput<string>): DeliveredCode[] {
  const named = Object.values(strengths).flatMap(({ anyOf }) => anyOf.flat().map(({ method }) => method));
  return (['sms-code', 'voice-code'] as const).filter((code) => named.includes(code));
}

/**
 * True with the proofs of the account's own factors, and with proofs as strong as what its providers reported. The word of an administrator
 * stands for both where the account has no app and no passkey.
 */
function opens(world: World, proofs: readonly Proof[], shown: readonly Evidence[]): boolean {
  if (!opensByOwnFactors(world, proofs, shown)) return false;
  const isVouched = has(shown, 'enrollment-code') && !hasStrongFactor(world);
  return isVouched || reachesReported(world, proofs);
}

function hasStrongFactor({ account: { factors } }: World): boolean {
  return factors.totp === true || factors.passkeys.length > 0;
}

/**
 * True if the proofs are as strong as the strongest report of a provider, if that report alone is more than baseline. A context in which the provider is
 * no way in does not forget the report.
 */
function reachesReported(world: World, proofs: readonly Proof[]): boolean {
  const { sso = [], said = {}, reported = {} } = world.account.factors;
  const at = 0 as Evidence['at'];
  const reports = sso.flatMap((provider) =>
    [...(Object.hasOwn(said, provider) ? [said[provider]] : []), ...(reported[provider] ?? [])].map(
      (words): Proof => ({ of: 'evidence', shown: { method: 'sso', at, provider, ...words } }),
    ),
  );
  const levels = (['enhanced', 'phishing-resistant'] as const).filter((level) =>
    reports.some((report) => world.waysAnywhere.has('sso') && isSatisfied(world, level, [report])),
  );
  return levels.every((level) => isSatisfied(world, level, proofs));
}

/**
 * True with two independent proofs, the second of the strongest kind of the account, or with the proof that the policy
 * accepts instead.
 */
function opensByOwnFactors(world: World, proofs: readonly Proof[], shown: readonly Evidence[]): boolean {
  const { account, policy } = world;
  const came = proofs.filter((proof) => isAllowedWayIn(world, proof));
  if (came.length === 0) return false;
  const gave = (method: Method): boolean => proofs.some((proof) => methodOf(proof) === method);
  const vouched = has(shown, 'enrollment-code');
  if (account.factors.passkeys.length > 0) {
    if (proofs.some((proof) => fits({ method: 'passkey', userVerified: true }, proof)) || gave('backup-code'))
      return true;
    if (!gave('passkey')) return false;
    if (gave('totp') || came.some((proof) => methodOf(proof) !== 'passkey')) return true;
    if (!vouched) return false;
    const unvouched = shown.filter(({ method }) => method !== 'enrollment-code');
    return (
      smallestThat(provable(world, shown), (more) => opensByOwnFactors(world, [...proofs, ...more], unvouched))
        .length === 0
    );
  }
  if (account.factors.totp === true) return gave('totp') || gave('backup-code');
  if (vouched) return true;
  const firstFactor = account.firstFactor ?? policy.enrollment?.firstFactor ?? 'two-proofs';
  if (firstFactor === 'vouched') return false;
  const independent = came.filter((proof) => isIndependent(world, proof, 'more than baseline'));
  const others = came.filter((proof) => methodOf(proof) !== 'password' || independent.includes(proof));
  if (firstFactor === 'password' && others.length > 0) return true;
  if (came.some((proof) => methodOf(proof) === 'sso' && isSatisfied(world, 'baseline', [proof]))) return true;
  return (independent.length > 0 && gave('email-code')) || proofs.some((proof) => isOfHost(methodOf(proof)));
}

/**
 * The next proofs: before a way in, the ways in. Then every proof that opens enrollment alone, or a way in that a code can
 * follow.
 */
function openers(world: World, shown: readonly Evidence[]): Method[] {
  const proofs = counted(world, shown);
  const isWayIn = (proof: Proof): boolean => isAllowedWayIn(world, proof);
  if (!proofs.some(isWayIn)) return inOrder(provable(world, []).filter(isWayIn).map(methodOf));
  const left = provable(world, shown);
  const leading = (from: readonly Proof[]): Method[] => {
    const sets = smallestThat(from, (more) => isOpen(more));
    return inOrder(sets.flatMap((set) => (set.length === 1 ? set : set.filter(isWayIn))).map(methodOf));
  };
  // An app or a passkey of the account is asked for first, and then what reaches the reports of providers.
  const isFirst = hasStrongFactor(world) && !opensByOwnFactors(world, proofs, shown);
  const isOpen = (more: readonly Proof[]): boolean =>
    (isFirst ? opensByOwnFactors : opens)(world, [...proofs, ...more], shown);
  const others = leading(left.filter((proof) => !isRepeated(proof, shown)));
  const next = others.length > 0 ? others : leading(left);
  // A provider that reported less may report more when the person signs in there again.
  const again = shown.flatMap((one): Proof[] =>
    one.method === 'sso' && world.ways.has('sso') ? [{ of: 'hope', provider: one.provider }] : [],
  );
  return next.length > 0 || reachesReported(world, proofs) ? next : leading(again);
}
