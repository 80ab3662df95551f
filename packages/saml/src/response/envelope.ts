import type { Expected } from '../expected.ts';
import type { Screened } from '../message/screen.ts';
import { attributeOf, childOf, textOf } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';

/**
 * Checks that a response is the answer to our request, from our provider, for our address. It need not be signed, so that all this
 * is asked of the signed assertion as well.
 *
 * @throws NotBelieved
 */
export function checkEnvelope({ response, signed }: Screened, expected: Expected): void {
  if (attributeOf(response, 'InResponseTo') !== expected.requestId) {
    throw new NotBelieved('the response answers another request, or none');
  }
  const destination = attributeOf(response, 'Destination');
  // A signed message says where it goes (Bindings §3.5.5.2), so that it cannot be taken elsewhere.
  if (destination === undefined ? signed : destination !== expected.callback) {
    throw new NotBelieved('the response has another destination');
  }
  const issuer = childOf(response, 'assertion', 'Issuer');
  if (issuer !== undefined && textOf(issuer) !== expected.issuer) {
    throw new NotBelieved('the response is from another issuer');
  }
}
