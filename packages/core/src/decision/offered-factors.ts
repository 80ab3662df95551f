import { enrollmentGate } from '../enrollment/enrollment.ts';
import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import {
  type EnrollableMethod,
  isHostCode,
  type Method,
  type MethodMask,
  maskWhere,
  methodBit,
  WAY_IN_MASK,
} from '../strength/method.ts';
import { availablePieces, enrollablePieces, mergedPieces, provedPieces } from '../strength/pieces.ts';
import { completions, usefulMethods } from './completions.ts';
import type { Weighed } from './weigh.ts';

/**
 * The factors whose set-up leads to a grant, together with all proofs given and all proofs that can still be given.
 *
 * @param evidence the evidence that is recent enough for a set-up
 */
export function offeredFactors(
  policy: Policy,
  { account, methods, requirements, passkeyIsWayIn }: Weighed,
  evidence: readonly Evidence[],
): readonly EnrollableMethod[] {
  const has = mergedPieces(
    provedPieces(policy, account, evidence, methods),
    availablePieces(policy, account, evidence, methods),
  );
  const missing = completions(requirements.required, has, enrollablePieces(policy, account), passkeyIsWayIn);
  return usefulMethods(missing, -1).filter(isEnrollable);
}

/**
 * The factors to set up after a code that helps a person in, if the code is the last proof: every factor that the account does not have and that
 * leads to a grant together with the given proofs. Factors that the account could still prove do not make a set-up needless. A way in comes first.
 */
export function offeredByHelp(
  policy: Policy,
  { account, methods, proved, requirements, passkeyIsWayIn }: Weighed,
  evidence: readonly Evidence[],
): readonly EnrollableMethod[] {
  if (evidence.at(-1)?.helpsIn === undefined || enrollmentGate(policy, account, evidence, methods).state !== 'open')
    return [];
  const waysIn = methods & WAY_IN_MASK;
  const kept = availablePieces(policy, account, evidence, methods).filter(
    ({ method }) => (WAY_IN_MASK & methodBit(method)) === 0,
  );
  const pieces = [...enrollablePieces(policy, account), ...kept];
  const isBegun = proved.some(({ method }) => (waysIn & methodBit(method)) !== 0);
  return usefulMethods(completions(requirements.required, proved, pieces, passkeyIsWayIn), isBegun ? -1 : waysIn)
    .filter(isEnrollable)
    .filter((method) => !kept.some((piece) => piece.method === method));
}

/** Only narrows the type: every piece is of an enrollable method. */
function isEnrollable(method: Method): method is EnrollableMethod {
  return isHostCode(method) || (ENROLLABLE & methodBit(method)) !== 0;
}

const ENROLLABLE: MethodMask = maskWhere(({ enrollable }) => enrollable);
