import type { Instant } from '@sallyport/core';
import type { Expected } from '../expected.ts';
import { childrenOf, elementsIn, is, requiredChild, uriOf } from '../xml/elements.ts';
import { instantOf } from '../xml/instant-of.ts';
import { NotBelieved } from '../xml/not-believed.ts';

/** Every assertion is for one use. */
const UNDERSTOOD: readonly string[] = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** Core §2.5. */
export function checkConditions(assertion: Element, expected: Expected): Instant | undefined {
  const conditions = requiredChild(assertion, 'assertion', 'Conditions');
  for (const condition of elementsIn(conditions)) {
    if (!UNDERSTOOD.some((name) => is(condition, 'assertion', name))) {
      throw new NotBelieved(`the assertion has a condition that is not understood (${condition.localName})`);
    }
  }
  const restrictions = childrenOf(conditions, 'assertion', 'AudienceRestriction');
  const forUs = (restriction: Element): boolean =>
    childrenOf(restriction, 'assertion', 'Audience').some((audience) => uriOf(audience) === expected.entityId);
  if (restrictions.length === 0 || !restrictions.every(forUs)) {
    throw new NotBelieved('the assertion is for another audience');
  }
  checkWindow(conditions, expected, 'the assertion');
  return instantOf(conditions, 'NotOnOrAfter');
}

export function checkWindow(element: Element, { now, skew }: Expected, what: string): void {
  const from = instantOf(element, 'NotBefore');
  const until = instantOf(element, 'NotOnOrAfter');
  if (from !== undefined && now + skew < from) throw new NotBelieved(`${what} is not valid yet`);
  if (until !== undefined && now - skew >= until) throw new NotBelieved(`${what} has expired`);
}
