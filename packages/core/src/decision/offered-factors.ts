import type { Policy } from '../policy/policy.ts';
import type { Evidence } from '../strength/evidence.ts';
import {
  type EnrollableMethod,
  isHostCode,
  type Method,
  type MethodMask,
  maskWhere,
  methodBit,
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
  { account, methods, requirements, passkeyIsPrimary }: Weighed,
  evidence: readonly Evidence[],
): readonly EnrollableMethod[] {
  const has = mergedPieces(
    provedPieces(policy, account, evidence, methods),
    availablePieces(policy, account, evidence, methods),
  );
  const missing = completions(requirements.required, has, enrollablePieces(policy, account), passkeyIsPrimary);
  return usefulMethods(missing, -1).filter(isEnrollable);
}

/** Only narrows the type: every piece is of an enrollable method. */
function isEnrollable(method: Method): method is EnrollableMethod {
  return isHostCode(method) || (ENROLLABLE & methodBit(method)) !== 0;
}

const ENROLLABLE: MethodMask = maskWhere(({ enrollable }) => enrollable);
