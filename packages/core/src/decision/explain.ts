import { CATALOGUE, type Catalogue, type Reader } from './catalogue.ts';
import type { Decision, Reason } from './decision.ts';

/**
 * Words a reason for whoever reads it. The person is told what to do and never what only an administrator may know:
 * no role, no rule, no other account.
 *
 * @param catalogue the host's language; what it leaves out is said in English
 */
export function explainReason(reason: Reason, reader: Reader, catalogue: Partial<Catalogue> = {}): string {
  const entry = catalogue[reason.code] ?? CATALOGUE[reason.code];
  return entry[reader](reason);
}

/** Words every reason of a decision, equal sentences once. */
export function explain(decision: Decision, reader: Reader, catalogue?: Partial<Catalogue>): string[] {
  return [...new Set(decision.because.map((reason) => explainReason(reason, reader, catalogue)))];
}
