import type { Reason, ReasonSource, StrengthName } from '../decision/decision.ts';
import { joinRules, NO_RULE } from '../policy/join-rules.ts';
import type { Policy, Rule } from '../policy/policy.ts';
import type { CompiledStrength } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, methodsOf, PRIMARY_MASK } from '../strength/method.ts';
import { methodNames } from '../strength/pattern.ts';
import type { AccountFacts } from './account-facts.ts';

/** What is asked of an account, joined, and who asked for it. */
export interface Requirements {
  readonly rule: Rule;
  readonly required: readonly CompiledStrength[];
  /** Who asked: only the contributors that ask for something. */
  readonly contributions: readonly { readonly source: ReasonSource; readonly rule: Rule }[];
}

/** What a route, or a step-up, asks for instead of what a sign-in is asked for. */
export interface Demand {
  readonly strengths: readonly StrengthName[];
}

/**
 * Joins what the tenant, every role the policy knows, and the account itself ask for: strictest wins (X1).
 * With a demand, the strengths are the demand's; the ways in stay what they are for this account.
 */
export function requirementsOf(policy: Policy, account: AccountFacts, demand?: Demand): Requirements {
  const contributions: { source: ReasonSource; rule: Rule }[] = [{ source: 'tenant', rule: policy.tenant }];
  for (const role of new Set(account.roles)) {
    const rule = policy.roles.get(role);
    if (rule !== undefined) contributions.push({ source: { role }, rule });
  }
  const own = accountRule(policy, account);
  if (own !== NO_RULE) contributions.push({ source: 'account', rule: own });
  let rule = contributions.reduce((joined, contribution) => joinRules(joined, contribution.rule), NO_RULE);
  if (account.emergency === true) rule = { ...rule, methods: ALL_METHODS };
  if (demand !== undefined) {
    const asked = { ...NO_RULE, strengths: strengthMask(policy, demand.strengths) };
    rule = { ...rule, strengths: asked.strengths };
    contributions.push({ source: 'route', rule: asked });
  }
  const required = policy.strengths.filter((_, place) => (rule.strengths & (1 << place)) !== 0);
  const unknown = demand === undefined ? unknownStrength(policy, account) : undefined;
  return { rule, required: unknown === undefined ? required : [...required, unknown], contributions };
}

/** The reasons of a set of requirements: one for each strength and each restriction, with who asked for it. */
export function requirementReasons(policy: Policy, requirements: Requirements): Reason[] {
  const reasons: Reason[] = [];
  for (const { source, rule } of requirements.contributions) {
    for (const strength of requirements.required) {
      if ((rule.strengths & (1 << policy.strengths.indexOf(strength))) !== 0)
        reasons.push(strengthReason(strength, source));
    }
    if ((rule.methods & PRIMARY_MASK) !== PRIMARY_MASK) {
      reasons.push({ code: 'methods-restricted', params: { methods: methodsOf(rule.methods & PRIMARY_MASK) }, source });
    }
  }
  return reasons;
}

function strengthReason(strength: CompiledStrength, source: ReasonSource): Reason {
  return {
    code: 'strength-required',
    params: { strength: strength.name },
    source,
    satisfiedBy: strength.combinations.map(({ source: combination }) => methodNames(combination)),
  };
}

/** The bits of strengths by name. A name the policy does not know cannot be satisfied, and is never taken for nothing. */
export function strengthMask(policy: Policy, names: readonly StrengthName[]): number {
  let mask = 0;
  for (const name of names) {
    const place = policy.strengths.findIndex((strength) => strength.name === name);
    if (place === -1) throw new RangeError(`the policy has no strength named '${name}'`);
    mask |= 1 << place;
  }
  return mask;
}

function accountRule(policy: Policy, account: AccountFacts): Rule {
  if (account.methods === undefined && account.requiredStrength === undefined) return NO_RULE;
  return {
    strengths:
      account.requiredStrength === undefined || unknownStrength(policy, account)
        ? 0
        : strengthMask(policy, [account.requiredStrength]),
    methods: account.methods === undefined ? ALL_METHODS : maskOf(account.methods) | (ALL_METHODS & ~PRIMARY_MASK),
    session: {},
  };
}

/** A strength that the account asks for and the policy no longer knows: nothing satisfies it, and it is not taken for nothing. */
function unknownStrength(policy: Policy, { requiredStrength }: AccountFacts): CompiledStrength | undefined {
  if (requiredStrength === undefined || policy.strengths.some(({ name }) => name === requiredStrength))
    return undefined;
  return { name: requiredStrength, combinations: [] };
}
