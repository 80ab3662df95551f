import { CATALOGUE, type Catalogue, type Reader } from './catalogue.ts';
import type { Decision, Reason } from './decision.ts';

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

/** Words every reason of a decision, equal sentences once. The person hears what all restrictions leave, and not whose they are. */
export function explain(decision: Decision, reader: Reader, catalogue?: Partial<Catalogue>): string[] {
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
