import { type Instant, instant } from '@sallyport/core';
import type { ProvidedIdentity } from '@sallyport/store/providers';
import type { Expected } from '../expected.ts';
import { screenAssertion } from '../message/screen.ts';
import { attributeOf, childOf, childrenOf, elementsIn, requiredChild, textOf, uriOf } from '../xml/elements.ts';
import { instantOf } from '../xml/instant-of.ts';
import { NotBelieved } from '../xml/not-believed.ts';
import { parseMessage } from '../xml/parse-xml.ts';
import { checkConditions, checkWindow } from './conditions.ts';
import { subjectOf } from './subject.ts';

export interface Naming {
  readonly subjectAttribute: string | undefined;
  readonly rolesAttribute: string;
}

/** @param xml the signed text */
export function readAssertion(xml: string, expected: Expected, naming: Naming): ProvidedIdentity {
  const assertion = parseMessage(xml);
  screenAssertion(assertion);
  const issuer = uriOf(requiredChild(assertion, 'assertion', 'Issuer'));
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

const NAMES: readonly string[] = [
  'mail',
  'email',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
];
/** RFC 5321 §4.5.3.1.3. */
const LONGEST = 254;

function addressOf(attributes: ReadonlyMap<string, readonly string[]>): string | undefined {
  const all = NAMES.flatMap((name) => attributes.get(name) ?? []);
  const [address] = all;
  const several = new Set(all.map((each) => each.toLowerCase())).size > 1;
  return address === undefined || several || !isAddress(address) ? undefined : address;
}

/** The engine checks more. */
function isAddress(text: string): boolean {
  return text.length <= LONGEST && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text);
}

function attributesOf(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, readonly string[]>();
  for (const statement of childrenOf(assertion, 'assertion', 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, 'assertion', 'Attribute')) {
      const name = attributeOf(attribute, 'Name');
      if (name === undefined) continue;
      const texts = childrenOf(attribute, 'assertion', 'AttributeValue')
        .filter((value) => elementsIn(value).length === 0)
        .map(textOf)
        .filter((text) => text !== '');
      attributes.set(name, [...(attributes.get(name) ?? []), ...texts]);
    }
  }
  return attributes;
}

/** Core §2.7.2. */
function authenticationOf(
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
  const acr = reference === undefined ? '' : uriOf(reference);
  return acr === '' ? { authTime } : { authTime, acr };
}

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** Until when (Profiles §4.1.4.2). */
function checkConfirmation(subject: Element, expected: Expected): Instant {
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
