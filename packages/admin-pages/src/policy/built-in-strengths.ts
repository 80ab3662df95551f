import type { PolicyDocument } from '@sallyport/browser';
import { recordOf } from './document.ts';

export const STEPS = ['single', 'baseline', 'enhanced', 'phishing-resistant'] as const;

export type Step = (typeof STEPS)[number];

export function placeOf(strength: unknown): number {
  const order: readonly unknown[] = STEPS;
  return order.indexOf(strength);
}

export function ownStrengths(policy: PolicyDocument): readonly string[] {
  return Object.keys(recordOf(policy['strengths']));
}
