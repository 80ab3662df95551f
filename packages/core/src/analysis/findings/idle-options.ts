import type { Policy } from '../../policy/policy.ts';
import type { CompiledCombination, CompiledStrength } from '../../strength/compile.ts';
import { DELIVERED, isHostCode, methodBit } from '../../strength/method.ts';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { strengthImplies } from '../world/implication.ts';

/** An option of the tenant that changes no sign-in. */
export interface IdleOption {
  readonly path: string;
  readonly message: string;
}

/**
 * Options that change no sign-in. An option in this list may still matter if a route, or an account's own rule, asks for
 * another strength. The analysis does not cover that case.
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
 * The required strengths of the tenant alone and with each role, without implied strengths. Sets of several roles need no
 * check. Their required strengths are among the strengths of each role, and a strength that no member of the larger set
 * implies is implied by no member of the smaller set.
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

/** An email code, or a delivered code of the host. `emailCodes.offer` controls both. */
function withDeliveredCode({ source }: CompiledCombination): boolean {
  return source.some(({ method }) => (methodBit(method) & DELIVERED) !== 0);
}

/**
 * True if every account that could open a first set-up already satisfies the requirements, so that the option never matters.
 * A policy asks for a first factor only if the proofs satisfy less than is required. With `password`, a way in opens a first
 * set-up. With two proofs, a way in and a delivered code do, or a proof that counts as two.
 */
function isMetBeforeFirstFactor(policy: Policy, required: readonly CompiledStrength[]): boolean {
  const [single, baseline] = policy.strengths;
  // Without a code of the host, no account can give such a code.
  const opensWithCode = (combination: CompiledCombination): boolean =>
    withDeliveredCode(combination) &&
    (policy.codes.length > 0 || !combination.source.some(({ method }) => isHostCode(method)));
  const combinations = [
    ...baseline.combinations.filter((combination) => combination.source.length === 1 || opensWithCode(combination)),
    ...(policy.firstFactor === 'password' ? single.combinations : []),
  ];
  const opening = { name: '', combinations, satisfiedBy: [] };
  return required.every((strength) => strengthImplies(opening, strength, policy.patterns));
}

/**
 * True if a required strength other than baseline implies baseline. The option decides whether a password set by mailbox
 * satisfies baseline beside an email code. Another strength that implies baseline then decides the grant and the displayed
 * strength without the option.
 */
function isMoreThanBaseline(policy: Policy, required: readonly CompiledStrength[]): boolean {
  const [, baseline] = policy.strengths;
  return required.some((strength) => strength !== baseline && strengthImplies(strength, baseline, policy.patterns));
}
