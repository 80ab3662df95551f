import * as z from 'zod';
import { policySchema } from './schema.ts';

/** Members whose own members are named by the policy's author. */
export const NAMED_BY_AUTHOR: readonly string[] = membersOf(policySchema).filter((name) =>
  alternatives(member(policySchema, name)).some((schema) => schema instanceof z.ZodRecord),
);

/** The member names that the schema has at a path, to suggest a name for a misspelt member. */
export function memberNames(path: readonly PropertyKey[]): readonly string[] {
  return membersOf(path.reduce<unknown>(member, policySchema));
}

/** The member names of an object schema, or of all forms of a union. */
function membersOf(schema: unknown): string[] {
  const names = alternatives(schema).flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []));
  return [...new Set(names)];
}

/** The schema of a member of an object, of a value in a record, or of an element of a list. */
function member(schema: unknown, name: PropertyKey): unknown {
  for (const one of alternatives(schema)) {
    if (one instanceof z.ZodRecord) return one.valueType;
    if (one instanceof z.ZodArray) return one.element;
    if (one instanceof z.ZodObject && Object.hasOwn(one.shape, name)) return Reflect.get(one.shape, name);
  }
  return undefined;
}

/** The forms that a schema allows, without the wrapper of an optional member. */
function alternatives(schema: unknown): unknown[] {
  if (schema instanceof z.ZodExactOptional) return alternatives(schema.unwrap());
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema];
}
