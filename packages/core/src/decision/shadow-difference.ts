import type { Reason, ReasonCode } from '../policy/reason.ts';
import type { Decision } from './decision.ts';

/** What a draft would have done with a sign-in or a request otherwise than the policy in force. */
export type ShadowEffect = 'asked-for-more' | 'denied' | 'let-off';

/** The effects of a draft that runs in the shadow of the policy in force (N18). */
export const SHADOW_EFFECTS: readonly ShadowEffect[] = ['asked-for-more', 'denied', 'let-off'];

/** Of a decision, what a comparison with a draft reads. */
export type ShadowJudged = Pick<Decision, 'outcome' | 'because'>;

/** The difference between two decisions on the same question. */
export interface ShadowDifference {
  /**
   * - `asked-for-more`: the policy in force grants, and the draft asks for a further proof or a set-up.
   * - `denied`: the policy in force grants, and the draft leaves no way in.
   * - `let-off`: the draft grants, and the policy in force does not.
   */
  readonly effect: ShadowEffect;
  /** The rules that make the difference: of the draft, or for `let-off` of the policy in force. */
  readonly because: readonly Reason[];
}

/**
 * Compares the decision of the policy in force with the decision of a draft on the same question. `undefined`: both grant, or neither does. Two
 * decisions that ask for different proofs are no difference yet: the sign-in goes on, and the draft is asked again when the policy in force grants.
 *
 * @example
 * ```ts
 * import { definePolicy, evaluate, type Question, shadowDifference } from '@sallyport/core';
 *
 * declare const question: Question;
 * const inForce = evaluate(definePolicy({ requiredStrength: 'single' }), question);
 * const draft = evaluate(definePolicy({ requiredStrength: 'enhanced' }), question);
 * console.log(shadowDifference(inForce, draft)?.effect); // 'asked-for-more' after a password alone
 * ```
 */
export function shadowDifference(inForce: ShadowJudged, draft: ShadowJudged): ShadowDifference | undefined {
  const effect = shadowEffect(inForce.outcome, draft.outcome);
  if (effect === undefined) return undefined;
  const [one, other] = effect === 'let-off' ? [inForce, draft] : [draft, inForce];
  return { effect, because: onlyIn(one.because, other.because) };
}

/** The effect of {@link shadowDifference}, by the outcomes of the two decisions alone. */
export function shadowEffect(inForce: Decision['outcome'], draft: Decision['outcome']): ShadowEffect | undefined {
  if ((inForce === 'granted') === (draft === 'granted')) return undefined;
  if (inForce !== 'granted') return 'let-off';
  return draft === 'denied' ? 'denied' : 'asked-for-more';
}

/** All rules if the other has each by name: a strength that is defined anew. */
function onlyIn(reasons: readonly Reason[], others: readonly Reason[]): readonly Reason[] {
  const known = new Set(others.map(keyOf));
  const rules = reasons.filter(({ code }) => RULES.has(code));
  const only = rules.filter((reason) => !known.has(keyOf(reason)));
  // A route asks for the same under both.
  const ofPolicy = only.filter(({ source }) => source !== 'route');
  if (ofPolicy.length > 0) return ofPolicy;
  if (only.length > 0) return only;
  return rules.length > 0 ? rules : reasons;
}

const RULES: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'strength-required',
  'methods-restricted',
  'recent-proof-required',
]);

function keyOf({ code, params, source }: Reason): string {
  return JSON.stringify([code, params, source]);
}
