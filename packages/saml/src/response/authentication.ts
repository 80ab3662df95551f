import type { Instant } from '@sallyport/core';
import type { Expected } from '../expected.ts';
import { childOf, requiredChild, textOf } from '../xml/elements.ts';
import { instantOf } from '../xml/instant-of.ts';
import { NotBelieved } from '../xml/not-believed.ts';

/**
 * The time and the context class of the sign-in at the provider (Core §2.7.2).
 * @throws NotBelieved if the time is missing or in the future, or the provider's session has ended
 */
export function authenticationOf(
  assertion: Element,
  { now, skew }: Expected,
): { readonly authTime: Instant; readonly acr?: string } {
  const statement = requiredChild(assertion, 'assertion', 'AuthnStatement');
  const authTime = instantOf(statement, 'AuthnInstant');
  if (authTime === undefined) throw new NotBelieved('the assertion does not say when the person proved who they are');
  if (authTime > now + skew) throw new NotBelieved('the person proves who they are only later');
  const over = instantOf(statement, 'SessionNotOnOrAfter');
  if (over !== undefined && now - skew >= over) throw new NotBelieved("the provider's session is over");
  const context = requiredChild(statement, 'assertion', 'AuthnContext');
  const reference = childOf(context, 'assertion', 'AuthnContextClassRef');
  const acr = reference === undefined ? '' : textOf(reference);
  return acr === '' ? { authTime } : { authTime, acr };
}
