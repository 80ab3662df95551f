import type { Expected } from '../expected.ts';
import type { Screened } from '../message/screen.ts';
import { attributeOf, childOf, textOf } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';

/**
 * Checks the response's `InResponseTo`, `Destination` and `Issuer`. The response itself may be unsigned, so the same facts are checked
 * again on the signed assertion.
 *
 * @throws NotBelieved
 */
export function checkEnvelope({ response, signed }: Screened, expected: Expected): void {
  if (attributeOf(response, 'InResponseTo') !== expected.requestId) {
    throw new NotBelieved('the response answers another request, or none');
  }
  const destination = attributeOf(response, 'Destination');
  // A signed message must name its destination (Bindings §3.5.5.2), so that the message cannot be replayed to another address.
  if (destination === undefined ? signed : destination !== expected.callback) {
    throw new NotBelieved('the response has another destination');
  }
  const issuer = childOf(response, 'assertion', 'Issuer');
  if (issuer !== undefined && textOf(issuer) !== expected.issuer) {
    throw new NotBelieved('the response is from another issuer');
  }
}
