import { instant } from '@sallyport/core';
import type { ProvidedIdentity } from '@sallyport/store/providers';
import type { Expected } from '../expected.ts';
import { screenAssertion } from '../message/screen.ts';
import { attributeOf, requiredChild, textOf } from '../xml/elements.ts';
import { instantOf } from '../xml/instant-of.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { parseMessage } from '../xml/parse-xml.ts';
import { addressOf } from './address.ts';
import { attributesOf } from './attributes.ts';
import { authenticationOf } from './authentication.ts';
import { checkConditions } from './conditions.ts';
import { checkConfirmation } from './confirmation.ts';
import { subjectOf } from './subject.ts';

/** The attribute names from the host's options. */
export interface Naming {
  readonly subjectAttribute: string | undefined;
  readonly rolesAttribute: string;
}

/**
 * Checks an assertion and returns the identity of its subject.
 *
 * @param xml exactly the signed XML
 * @throws NotBelieved
 */
export function readAssertion(xml: string, expected: Expected, naming: Naming): ProvidedIdentity {
  const assertion = parseMessage(xml);
  screenAssertion(assertion);
  const issuer = textOf(requiredChild(assertion, 'assertion', 'Issuer'));
  if (issuer !== expected.issuer) throw new NotBelieved('the assertion is from another issuer');
  const issued = instantOf(assertion, 'IssueInstant');
  if (issued === undefined || issued > expected.now + expected.skew) {
    throw new NotBelieved('the assertion is issued only later');
  }
  const end = checkConditions(assertion, expected);
  const subject = requiredChild(assertion, 'assertion', 'Subject');
  const confirmedUntil = checkConfirmation(subject, expected);
  const attributes = attributesOf(assertion);
  const address = addressOf(attributes);
  return {
    issuer,
    subject: subjectOf(subject, attributes, { subjectAttribute: naming.subjectAttribute, expected }),
    email: address === undefined ? undefined : { address, verified: true },
    ...authenticationOf(assertion, expected),
    roles: [...new Set(attributes.get(naming.rolesAttribute))],
    once: {
      id: idOf(assertion),
      expiresAt: instant(Math.min(confirmedUntil, end ?? confirmedUntil) + expected.skew),
    },
  };
}

function idOf(assertion: Element): string {
  const id = attributeOf(assertion, 'ID') ?? '';
  if (id === '' || id.length > 255) throw new NotBelieved('the ID of the assertion is empty, or too long');
  return id;
}
