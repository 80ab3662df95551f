import type { Policy } from '../policy/policy.ts';
import {
  DELIVERED,
  type Method,
  type MethodMask,
  maskOf,
  maskWhere,
  methodBit,
  PRIMARY_MASK,
} from '../strength/method.ts';
import { availablePieces, type Piece } from '../strength/pieces.ts';
import { type Completions, completions, methodsOfSets, usefulMethods } from './completions.ts';
import type { Weighed } from './weigh.ts';

/**
 * The methods to ask for next: each of them leads to a grant with what the account has. `undefined` if nothing enrolled leads there.
 */
export function nextFactors(policy: Policy, weighed: Weighed): readonly Method[] | undefined {
  const missing = whatIsMissing(policy, weighed);
  return missing.useful === 0 ? undefined : acceptable(policy, weighed, missing);
}

/** The smallest sets of proofs that are missing. A passkey that did not verify its user is asked for again only if nothing else would do. */
function whatIsMissing(policy: Policy, { account, evidence, methods, requirements, ...weighed }: Weighed): Completions {
  const missingOf = (pieces: readonly Piece[]): Completions =>
    completions(requirements.required, weighed.proved, pieces, weighed.passkeyIsPrimary);
  const available = availablePieces(policy, account, evidence, methods);
  const first = available.filter(({ again }) => again !== true);
  const missing = missingOf(first);
  return missing.useful === 0 && first.length < available.length ? missingOf(available) : missing;
}

/** The useful methods that make sense now: an allowed way in comes first, and a delivered code only if nothing stronger would do. */
function acceptable({ emailCodes }: Policy, { proved, methods }: Weighed, missing: Completions): readonly Method[] {
  const waysIn = methods & PRIMARY_MASK;
  if (!proved.some(({ method }) => (waysIn & methodBit(method)) !== 0)) return usefulMethods(missing, waysIn);
  if ((missing.useful & DELIVERED) === 0 || emailCodes === 'always' || !methodsOfSets(missing).some(isStronger))
    return usefulMethods(missing, -1);
  return usefulMethods(missing, ~DELIVERED);
}

/** Whether a set of methods does without a delivered code, by something stronger. */
function isStronger(methods: readonly Method[]): boolean {
  const all = maskOf(methods);
  return (all & DELIVERED) === 0 && (all & STRONG) !== 0;
}

/** Methods that are stronger than a delivered code. */
const STRONG: MethodMask = maskWhere(({ opening }) => opening === 'strong');
