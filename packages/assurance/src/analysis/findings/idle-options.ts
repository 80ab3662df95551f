import { isHostCode, methodBit, type Policy, policyIn } from '@sallyport/core';
import { type CompiledCombination, type CompiledStrength, DELIVERED } from '@sallyport/core/model';
import { effectiveRuleOf } from '../world/effective-rules.ts';
import { strengthImplies } from '../world/implication.ts';

export interface IdleOption {
  readonly path: string;
  readonly message: string;
}

/** An option in this list may still matter for a route, or for an account's own rule. */
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

/** Sets of several roles or contexts need no check: a strength that no member of the larger set implies is implied by no member of the smaller set. */
function requiredTogether(policy: Policy): readonly (readonly CompiledStrength[])[] {
  const places = [policy, ...[...policy.contexts.keys()].map((name) => policyIn(policy, { contexts: [name] }))];
  return places.flatMap((placed) =>
    [[], ...[...policy.roles.keys()].map((name) => [name])].map((roles) => {
      const { strengths } = effectiveRuleOf(placed, roles);
      return policy.strengths.filter((_, place) => (strengths & (1 << place)) !== 0);
    }),
  );
}

function takesDeliveredCodes({ combinations }: CompiledStrength): boolean {
  return combinations.some(withDeliveredCode);
}

function withDeliveredCode({ source }: CompiledCombination): boolean {
  return source.some(({ method }) => (methodBit(method) & DELIVERED) !== 0);
}

/** A policy asks for a first factor only if the proofs satisfy less than is required. */
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

/** Another strength that implies baseline decides the grant and the displayed strength without the option. */
function isMoreThanBaseline(policy: Policy, required: readonly CompiledStrength[]): boolean {
  const [, baseline] = policy.strengths;
  return required.some((strength) => strength !== baseline && strengthImplies(strength, baseline, policy.patterns));
}
