import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { definePolicy } from './define-policy.ts';
import { FIELD_TEXTS } from './field-texts.test-support.ts';
import { policySchema } from './schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** The paths of all members, in the order of the schema. A member of several kinds of pattern comes several times. */
const paths: string[] = [];

/** The node with the text of each member. A description of the schema has the bounds of a duration, and stays behind the text. */
function described(node: Node, path: string, texts = FIELD_TEXTS): Node {
  const inside = (each: Node): Node => described(each, path, texts);
  const member = ([name, each]: [string, Node]): [string, Node] => {
    const at = path === '' ? name : `${path}.${name}`;
    paths.push(at);
    const { description, ...rest } = described(each, at, texts);
    const text = texts[at];
    if (text === undefined) return [name, rest];
    const told = description === undefined ? text.description : `${text.description}; ${description}`;
    return [name, { ...rest, ...text, description: told }];
  };
  return {
    ...node,
    ...(node.properties && { properties: Object.fromEntries(Object.entries(node.properties).map(member)) }),
    ...(typeof node.additionalProperties === 'object' && {
      additionalProperties: described(node.additionalProperties, `${path}.*`, texts),
    }),
    ...(node.items && { items: inside(node.items) }),
    ...(node.anyOf && { anyOf: node.anyOf.map(inside) }),
    ...(node.oneOf && { oneOf: node.oneOf.map(inside) }),
  };
}

/** The schema with which an editor completes a policy: `"$schema": "node_modules/@sallyport/core/policy.schema.json"`. */
const schema: Node = {
  ...described(z.toJSONSchema(policySchema, { io: 'input' }) as Node, ''),
  ...{ title: 'Sallyport policy', $id: 'urn:sallyport:policy' },
};

/** The document with every default, for the members whose names the policy does not choose. */
function withDefaults(): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [path, text] of Object.entries(FIELD_TEXTS)) {
    const [first = '', second] = path.split('.');
    if (path.includes('*') || !('default' in text)) continue;
    if (second === undefined) document[first] = text.default;
    else document[first] = { ...Object(document[first]), [second]: text.default };
  }
  return document;
}

describe('the JSON Schema that is shipped', () => {
  it('is the schema that is in force (run vitest with -u to renew it)', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../policy.schema.json');
  });

  it('tells an editor what each member means', () => {
    expect([...new Set(paths)].sort()).toEqual(Object.keys(FIELD_TEXTS).sort());
    expect(schema.additionalProperties).toBe(false);
  });

  it('names the defaults that are in force: a policy with all of them is the policy without a member', () => {
    const { document, tenant, ...written } = definePolicy(withDefaults());
    const { document: _, tenant: plain, ...empty } = definePolicy({});
    expect(document).toHaveProperty('lockout.growth', 2);
    expect(written).toEqual(empty);
    // An absent `beyond` means `end-oldest`, and matters only beside `most`.
    expect(tenant).toEqual({ ...plain, session: { ...plain.session, beyond: 'end-oldest' } });
  });
});
