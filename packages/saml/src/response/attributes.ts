import { attributeOf, childrenOf, elementsIn } from '../xml/elements.ts';

/** The text values of an assertion's attributes, by name. The values of attributes with the same name are joined into one list. */
export function attributesOf(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, readonly string[]>();
  for (const statement of childrenOf(assertion, 'assertion', 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, 'assertion', 'Attribute')) {
      const name = attributeOf(attribute, 'Name');
      if (name === undefined) continue;
      const texts = childrenOf(attribute, 'assertion', 'AttributeValue')
        // A value with child elements is ignored.
        .filter((value) => elementsIn(value).length === 0)
        .map((value) => (value.textContent ?? '').trim())
        .filter((text) => text !== '');
      attributes.set(name, [...(attributes.get(name) ?? []), ...texts]);
    }
  }
  return attributes;
}
