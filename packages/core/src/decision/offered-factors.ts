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

/** What opens a set-up. */
export interface Gate {
  readonly policy: Policy;
  readonly methods: MethodMask;
  readonly evidence: readonly Evidence[];
}

/** The code is the last proof: factors that the account could still prove do not make a set-up needless. */
export function offeredByHelp(
  policy: Policy,
  { account, methods, proved, requirements, passkeyIsWayIn }: Weighed,
  evidence: readonly Evidence[],
  gateOfSetUp: () => Gate,
): readonly EnrollableMethod[] {
  if (evidence.at(-1)?.helpsIn === undefined) return [];
  const gate = gateOfSetUp();
  if (enrollmentGate(gate.policy, account, gate.evidence, gate.methods).state !== 'open') return [];
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

function isEnrollable(method: Method): method is EnrollableMethod {
  return isHostCode(method) || (ENROLLABLE & methodBit(method)) !== 0;
}

const ENROLLABLE: MethodMask = maskWhere(({ enrollable }) => enrollable);
