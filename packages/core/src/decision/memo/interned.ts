import { deepFreeze } from '../../policy/deep-freeze.ts';
import type { Decision, Reason } from '../decision.ts';

/** Decisions, and their reasons, each once: many questions have the same answer, and many answers the same reasons. */
export interface Interned {
  readonly decisions: Map<string, Decision>;
  /** With a number each, that stands for the reason in the text of a decision. */
  readonly reasons: Map<string, { readonly reason: Reason; readonly number: number }>;
}

export function nothingInterned(): Interned {
  return { decisions: new Map(), reasons: new Map() };
}

/** The one frozen decision that says what this one says. */
export function interned({ decisions, reasons }: Interned, decision: Decision): Decision {
  const because = decision.because.map((reason) => {
    const text = JSON.stringify(reason);
    const known = reasons.get(text) ?? { reason, number: reasons.size };
    reasons.set(text, known);
    return known;
  });
  const text = JSON.stringify({ ...decision, because: because.map(({ number }) => number) });
  const known =
    decisions.get(text) ?? deepFreeze<Decision>({ ...decision, because: because.map(({ reason }) => reason) });
  decisions.set(text, known);
  return known;
}
