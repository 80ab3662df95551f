import type { Instant } from '@sallyport/core';
import type { Expected } from '../expected.ts';
import { attributeOf, childOf, childrenOf } from '../xml/elements.ts';
import { instantOf } from '../xml/instant-of.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { checkWindow } from './conditions.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/**
 * Checks that one of the assertion's subject confirmations holds (Profiles §4.1.4.2): method bearer, our callback as the recipient, our
 * request id, and not expired.
 *
 * @returns the end of the confirmation
 * @throws NotBelieved
 */
export function checkConfirmation(subject: Element, expected: Expected): Instant {
  let why = new NotBelieved('the subject is not confirmed by bearer');
  for (const confirmation of childrenOf(subject, 'assertion', 'SubjectConfirmation')) {
    if (attributeOf(confirmation, 'Method') !== BEARER) continue;
    try {
      return confirmed(confirmation, expected);
    } catch (fault) {
      if (!(fault instanceof NotBelieved)) throw fault;
      why = fault;
    }
  }
  throw why;
}

function confirmed(confirmation: Element, expected: Expected): Instant {
  const data = childOf(confirmation, 'assertion', 'SubjectConfirmationData');
  const until = data === undefined ? undefined : instantOf(data, 'NotOnOrAfter');
  if (data === undefined || until === undefined) throw new NotBelieved('the confirmation of the subject has no end');
  if (attributeOf(data, 'Recipient') !== expected.callback)
    throw new NotBelieved('the assertion has another recipient');
  if (attributeOf(data, 'InResponseTo') !== expected.requestId) {
    throw new NotBelieved('the assertion answers another request, or none');
  }
  checkWindow(data, expected, 'the confirmation of the subject');
  return until;
}
