import type { Refused } from '../acts/act.ts';
import type { Decision } from '../decision/decision.ts';
import type { Reason } from '../policy/reason.ts';
import { CATALOGUE, type Catalogue, type Reader } from './catalogue.ts';

/**
 * Words a reason for its reader. The person is told what to do and never what only an administrator may know:
 * no role, no rule, no other account.
 *
 * @param catalogue the host's language; what it leaves out is said in English
 */
export function explainReason(reason: Reason, reader: Reader, catalogue: Partial<Catalogue> = {}): string {
  const entry = catalogue[reason.code] ?? CATALOGUE[reason.code];
  return entry[reader](reason);
}

/** A decision of `evaluate`, or a refusal of `judge`. */
export type Explained = Decision | Refused;

/**
 * Words every reason of a decision or of a refused act. Equal sentences stand once. A person reads one sentence for all restrictions of
 * the ways in, without who asked for them.
 */
export function explain(decision: Explained, reader: Reader, catalogue?: Partial<Catalogue>): string[] {
  const reasons = reader === 'person' ? withOneRestriction(decision.because) : decision.because;
  return [...new Set(reasons.map((reason) => explainReason(reason, reader, catalogue)))];
}

/** All restrictions of the ways in as one: what each of them allows. */
function withOneRestriction(reasons: readonly Reason[]): readonly Reason[] {
  const lists = reasons.filter(({ code }) => code === 'methods-restricted').map(methodsOfReason);
  const allowed = (lists[0] ?? []).filter((method) => lists.every((list) => list.includes(method)));
  return reasons.map((reason) =>
    reason.code === 'methods-restricted' ? { ...reason, params: { methods: allowed } } : reason,
  );
}

function methodsOfReason({ params }: Reason): readonly string[] {
  const methods = params['methods'];
  return Array.isArray(methods) ? methods : [];
}
