import type { Policy } from '../../policy/policy.ts';
import type { CompiledCombination, CompiledStrength } from '../../strength/compile.ts';
import { DELIVERED, isHostCode, methodBit } from '../../strength/method.ts';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { strengthImplies } from '../world/implication.ts';

/** An option of the tenant without which every sign-in is answered as it is with it. */
export interface IdleOption {
  readonly path: string;
  readonly message: string;
}

/**
 * Options that change no sign-in. They count all the same if a route, or an account's own rule, asks for another strength:
 * of that nothing is said.
 */
export function idleOptions(policy: Policy): readonly IdleOption[] {
  const required = requiredTogether(policy);
  const options: readonly (readonly [string, boolean, string])[] = [
    [
      'emailCodes.offer',
      policy.emailCodes === 'always' && required.every((strengths) => !strengths.some(takesDeliveredCodes)),
      'nothing that is required takes a delivered code',
    ],
    [
      'enrollment.firstFactor',
      policy.firstFactor !== 'two-proofs' && required.every((strengths) => isMetBeforeFirstFactor(policy, strengths)),
      'whoever could set up a first factor by it signs in without one',
    ],
    [
      'recovery.mailboxAlone',
      policy.mailboxAlone === 'refuse' && required.every((strengths) => isMoreThanBaseline(policy, strengths)),
      'all that is required is more than a password and an email code',
    ],
  ];
  return options
    .filter(([, changesNothing]) => changesNothing)
    .map(([path, , why]) => ({
      path,
      message: `'${path}' changes no sign-in, as long as neither an account nor a route asks for another strength: ${why}.`,
    }));
}

/**
 * What the tenant requires alone and with each role, without what is implied. What several roles require together is among what
 * each of them requires: a strength that nothing in the larger set implies is implied by nothing in the smaller.
 */
function requiredTogether(policy: Policy): readonly (readonly CompiledStrength[])[] {
  return [[], ...[...policy.roles.keys()].map((name) => [name])].map((roles) => {
    const { strengths } = effectiveRuleOf(policy, roles);
    return policy.strengths.filter((_, place) => (strengths & (1 << place)) !== 0);
  });
}

function takesDeliveredCodes({ combinations }: CompiledStrength): boolean {
  return combinations.some(withDeliveredCode);
}

/** An email code, or a delivered code of the host: the policy offers both by the same rule. */
function withDeliveredCode({ source }: CompiledCombination): boolean {
  return source.some(({ method }) => (methodBit(method) & DELIVERED) !== 0);
}

/**
 * A policy asks for a first factor, and so for what opens its set-up, only of those whose proofs satisfy less than is required. By a
 * password alone, anyone opens it who has a way in; by two proofs, anyone who has a way in and a delivered code beside it, or a single
 * proof that stands for two. If those proofs satisfy all that is required, they sign in with them.
 */
function isMetBeforeFirstFactor(policy: Policy, required: readonly CompiledStrength[]): boolean {
  const openers = (name: string, of: (combination: CompiledCombination) => boolean): CompiledCombination[] =>
    policy.strengths.find((strength) => strength.name === name)?.combinations.filter(of) ?? [];
  // Nobody has a code of the host if the host brings none.
  const opensWithCode = (combination: CompiledCombination): boolean =>
    withDeliveredCode(combination) &&
    (policy.codes.length > 0 || !combination.source.some(({ method }) => isHostCode(method)));
  const combinations = [
    ...openers('baseline', (combination) => combination.source.length === 1 || opensWithCode(combination)),
    ...(policy.firstFactor === 'password' ? openers('single', () => true) : []),
  ];
  const opening = { name: '', combinations, satisfiedBy: [] };
  return required.every((strength) => strengthImplies(opening, strength, policy.patterns));
}

/**
 * The option decides whether a password that a mailbox set satisfies baseline beside an email code. Something else that is required
 * and implies baseline settles that without it, for the grant and for the strength that is shown with it.
 */
function isMoreThanBaseline(policy: Policy, required: readonly CompiledStrength[]): boolean {
  const baseline = policy.strengths.find(({ name }) => name === 'baseline');
  return (
    baseline !== undefined &&
    required.some((strength) => strength !== baseline && strengthImplies(strength, baseline, policy.patterns))
  );
}
