import {
  type AccountFactors,
  type AccountFacts,
  BUILT_IN_STRENGTHS,
  type Decision,
  type EffectiveSessionLimits,
  type Evidence,
  evaluate,
  type Milliseconds,
  type Policy,
  requirementsOf,
  sessionLimits,
} from '@sallyport/core';
import { AT, proofsOf, sessionLimitsAt } from '@sallyport/core/model';
import { ordinaryAccounts } from '../matrix/ordinary-accounts.ts';
import { passkeyKinds } from '../world/factor-sets.ts';
import { walk } from '../world/walk.ts';
import type { ChangedRule } from './changed-rules.ts';
import { impliedLevel } from './weaker-session.ts';

/** Session limits that change because a required strength changes: no `session` of the new policy has the new limit. */
export interface DerivedLimits {
  /** The accounts without a role, or the accounts with this role alone. */
  readonly source: ChangedRule['source'];
  /** The changed limits under the policy in force. */
  readonly before: Partial<EffectiveSessionLimits>;
  /** The same limits under the new policy. */
  readonly after: Partial<EffectiveSessionLimits>;
}

/** Sessions of a role that are granted under the policy in force, and fall short of the new policy. */
export interface SessionsFallingShort {
  /** The accounts without a role, or the accounts with this role alone. */
  readonly source: ChangedRule['source'];
  /** The longest absolute limit of such a session under the policy in force. */
  readonly longest: Milliseconds;
}

/**
 * Lists the session limits that follow from a changed required strength, for people without a role and for each role. A role whose limits
 * change as the limits of people without a role is left out. A strength of the tenant's own has the longest limits that its evidence can have.
 */
export function derivedLimits(from: Policy, to: Policy): readonly DerivedLimits[] {
  const all = sourcesOf(from, to).flatMap((source): DerivedLimits[] => {
    const account = accountOf(source);
    const [old, now] = [longestLimits(from, account), longestLimits(to, account)];
    const written = requirementsOf(to, account).contributions.flatMap(({ session }) => [
      session.idle,
      session.absolute,
    ]);
    const changed = LIMITS.filter((limit) => old[limit] !== now[limit] && !written.includes(now[limit]));
    const only = (limits: EffectiveSessionLimits): Partial<EffectiveSessionLimits> =>
      Object.fromEntries(changed.map((limit) => [limit, limits[limit]]));
    return changed.length === 0 ? [] : [{ source, before: only(old), after: only(now) }];
  });
  const keyOf = ({ before, after }: DerivedLimits): string => JSON.stringify([before, after]);
  const tenant = all.find(({ source }) => source === 'tenant');
  return all.filter((each) => each === tenant || tenant === undefined || keyOf(each) !== keyOf(tenant));
}

const LIMITS = ['idle', 'absolute'] as const;

function longestLimits(policy: Policy, account: AccountFacts): EffectiveSessionLimits {
  const { required } = requirementsOf(policy, account);
  const least = Math.max(...required.map(({ name }) => impliedLevel(policy, { requiredStrength: name })));
  return sessionLimitsAt(policy, account, () => BUILT_IN_STRENGTHS[least] ?? 'single');
}

/**
 * Finds the roles whose open sessions fall short of a new policy: `evaluate` grants the evidence under the policy in force, and does not grant the
 * evidence under the new policy. Tries the usual accounts, as the truth table does, with each kind of passkey. `onTighten` of the new policy decides
 * about such sessions. Empty if no rule of sign-in becomes stricter.
 */
export function sessionsFallingShort(from: Policy, to: Policy): readonly SessionsFallingShort[] {
  const factorSets = usualFactors(from, to);
  return sourcesOf(from, to).flatMap((source): SessionsFallingShort[] => {
    const { roles } = accountOf(source);
    const limits = factorSets.flatMap((factors) => {
      const account = { roles, factors };
      return grantedOf(from, account)
        .filter((evidence) => ask(to, account, evidence).outcome !== 'granted')
        .map((evidence) => sessionLimits(from, account, evidence).absolute);
    });
    const [longest] = limits.toSorted((a, b) => b - a);
    return longest === undefined ? [] : [{ source, longest }];
  });
}

/** Each kind of passkey stands alone, and beside the ways in of a usual account. */
function usualFactors(...policies: readonly Policy[]): readonly AccountFactors[] {
  const usual = policies.flatMap(ordinaryAccounts);
  const sources = [{ passkeys: [] }, ...usual.filter(({ passkeys }) => passkeys.length === 0)];
  const kinds = policies.flatMap(passkeyKinds).map((kind) => [{ id: 'passkey', ...kind }]);
  const all = [...usual, ...distinct(kinds).flatMap((passkeys) => sources.map((source) => ({ ...source, passkeys })))];
  return distinct(all);
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function grantedOf(policy: Policy, account: AccountFacts): readonly (readonly Evidence[])[] {
  return walk(proofsOf(policy, account.factors), (evidence) => ask(policy, account, evidence))
    .steps.filter(({ decision }) => decision.outcome === 'granted')
    .map(({ evidence }) => evidence);
}

function ask(policy: Policy, account: AccountFacts, evidence: readonly Evidence[]): Decision {
  return evaluate(policy, { account, evidence, now: AT, local: true });
}

function sourcesOf(from: Policy, to: Policy): readonly ChangedRule['source'][] {
  const names = [...new Set([...to.roles.keys(), ...from.roles.keys()])];
  return ['tenant', ...names.map((role) => ({ role }))];
}

function accountOf(source: ChangedRule['source']): AccountFacts {
  return { roles: source === 'tenant' ? [] : [source.role], factors: { passkeys: [] } };
}
