import type { PolicyDocument } from '@sallyport/browser';
import { recordOf } from './document.ts';

/** The built-in strengths, from the weakest to the strongest. */
export const STEPS = ['single', 'baseline', 'enhanced', 'phishing-resistant'] as const;

export type Step = (typeof STEPS)[number];

/** The place of a strength on the scale. Returns -1 for a strength of the policy's own. */
export function placeOf(strength: unknown): number {
  const order: readonly unknown[] = STEPS;
  return order.indexOf(strength);
}

/** The names of the policy's own strengths. */
export function ownStrengths(policy: PolicyDocument): readonly string[] {
  return Object.keys(recordOf(policy['strengths']));
}
