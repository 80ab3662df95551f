import type { Refused } from '../acts/act.ts';
import type { Decision } from '../decision/decision.ts';
import type { Reason } from '../policy/reason.ts';
import { CATALOGUE, type Catalogue, type Reader } from './catalogue.ts';

/**
 * Puts a reason into words for its reader. A person is told what to do: the sentence names no role, rule or other account. An answer over HTTP has
 * the
 * sentence beside the reason itself, whose `source` names the person's role.
 *
 * @param catalogue words in the host's language; missing reasons are worded in English
 */
export function explainReason(reason: Reason, reader: Reader, catalogue: Partial<Catalogue> = {}): string {
  const entry = catalogue[reason.code] ?? CATALOGUE[reason.code];
  return entry[reader](reason);
}

/** The reason as a person may read it: the name of a context is left out, unless the policy shows the name. */
export function reasonForPerson(reason: Reason): Reason {
  const { source } = reason;
  if (typeof source !== 'object' || !('context' in source) || source.shown === true) return reason;
  const { organisation } = source;
  return { ...reason, source: organisation === undefined ? 'request' : { organisation } };
}

/** A decision of `evaluate`, or a refusal of `judge`. */
export type Explained = Decision | Refused;

/**
 * Puts every reason of a decision or of a refused act into words. Equal sentences appear once. A person reads a single
 * sentence for all restrictions of the ways in, without their contributors. Over HTTP each reason has a sentence of its own.
 *
 * @example
 * ```ts
 * import { definePolicy, evaluate, explain, instant } from '@sallyport/core';
 *
 * const account = { roles: [], factors: { password: 'independent', totp: true, passkeys: [] } } as const;
 * const decision = evaluate(definePolicy({}), { account, evidence: [], now: instant(0) });
 * console.log(explain(decision, 'person'));
 * ```
 */
export function explain(decision: Explained, reader: Reader, catalogue?: Partial<Catalogue>): string[] {
  const reasons = reader === 'person' ? withOneRestriction(decision.because) : decision.because;
  return [...new Set(reasons.map((reason) => explainReason(reason, reader, catalogue)))];
}

function withOneRestriction(reasons: readonly Reason[]): readonly Reason[] {
  const restrictions = reasons.filter(({ code }) => code === 'methods-restricted');
  const lists = restrictions.map(methodsOfReason);
  const allowed = (lists[0] ?? []).filter((method) => lists.every((list) => list.includes(method)));
  // The place of the request comes last, and then says that less is asked elsewhere.
  const source = restrictions.at(-1)?.source ?? 'tenant';
  return reasons.map((reason) =>
    reason.code === 'methods-restricted' ? { ...reason, params: { methods: allowed }, source } : reason,
  );
}

function methodsOfReason({ params }: Reason): readonly string[] {
  const methods = params['methods'];
  return Array.isArray(methods) ? methods : [];
}
