import { type InputError, isProblem, type PolicyDocument } from '@sallyport/browser';
import { h, listed } from '@sallyport/pages/parts';
import { ownStrengths, STEPS } from './built-in-strengths.ts';
import { words } from './words.ts';

export function strengthNamesFor(thrown: unknown, policy: PolicyDocument): HTMLElement | null {
  const errors: readonly InputError[] = isProblem(thrown) ? (thrown.errors ?? []) : [];
  if (!errors.some(({ path }) => path.endsWith('requiredStrength'))) return null;
  const names = [...STEPS, ...ownStrengths(policy)];
  return h('p', { 'data-testid': 'strength-names' }, words.policy.json.names(listed(names)));
}
