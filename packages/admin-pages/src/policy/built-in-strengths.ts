import type { PolicyDocument } from '@sallyport/browser';
import { recordOf } from './document.ts';

/** Weakest first. */
export const STEPS = ['single', 'baseline', 'enhanced', 'phishing-resistant'] as const;

export type Step = (typeof STEPS)[number];

/** -1 for a strength of the policy's own. */
export function placeOf(strength: unknown): number {
  const order: readonly unknown[] = STEPS;
  return order.indexOf(strength);
}

export function ownStrengths(policy: PolicyDocument): readonly string[] {
  return Object.keys(recordOf(policy['strengths']));
}
