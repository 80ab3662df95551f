import type { Expected } from '../expected.ts';
import { attributeOf, childOf, textOf } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';

export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const LONGEST = 255;
const SPACE_AT_AN_END = /^[\p{White_Space}\uFEFF]|[\p{White_Space}\uFEFF]$/u;

/** A NameID that is not persistent may be reassigned (Core §8.3). To a directory, white space at an end may make another person's name. */
export function subjectOf(
  subject: Element,
  attributes: ReadonlyMap<string, readonly string[]>,
  { subjectAttribute, expected }: { readonly subjectAttribute: string | undefined; readonly expected: Expected },
): string {
  const name = subjectAttribute === undefined ? persistent(subject, expected) : named(attributes, subjectAttribute);
  if (name === '' || name.length > LONGEST) throw new NotBelieved('the name of the subject is empty, or too long');
  if (SPACE_AT_AN_END.test(name)) {
    throw new NotBelieved(
      'the name of the subject begins or ends with white space: have the provider send the name alone',
    );
  }
  return name;
}

function named(attributes: ReadonlyMap<string, readonly string[]>, name: string): string {
  const values = new Set(attributes.get(name));
  const [value] = values;
  if (value === undefined || values.size > 1) {
    throw new NotBelieved(`the assertion has ${values.size} values of '${name}', which names the subject`);
  }
  return value;
}

function persistent(subject: Element, { issuer, entityId }: Expected): string {
  const nameId = childOf(subject, 'assertion', 'NameID');
  if (nameId === undefined) throw new NotBelieved('the assertion has no NameID');
  const format = attributeOf(nameId, 'Format') ?? 'unspecified';
  if (format !== PERSISTENT) {
    throw new NotBelieved(
      `the NameID is ${format.slice(0, 100)}, not persistent: name an attribute by 'subjectAttribute'`,
    );
  }
  // Core §8.3.7.
  const by = attributeOf(nameId, 'NameQualifier') ?? issuer;
  const to = attributeOf(nameId, 'SPNameQualifier') ?? entityId;
  if (by !== issuer || to !== entityId) throw new NotBelieved('the NameID is qualified by others');
  return textOf(nameId);
}
