import * as z from 'zod/mini';
import { policySchema } from './schema.ts';

/** Members whose own members are named by the policy's author. */
export const NAMED_BY_AUTHOR: readonly string[] = membersOf(policySchema).filter((name) =>
  alternatives(member(policySchema, name)).some((schema) => schema instanceof z.ZodMiniRecord),
);

/** The member names that the schema has at a path, to suggest a name for a misspelt member. */
export function memberNames(path: readonly PropertyKey[]): readonly string[] {
  return membersOf(path.reduce<unknown>(member, policySchema));
}

/** The member names of an object schema, or of all forms of a union. */
function membersOf(schema: unknown): string[] {
  const names = alternatives(schema).flatMap((one) => (one instanceof z.ZodMiniObject ? Object.keys(one.shape) : []));
  return [...new Set(names)];
}

/** The schema of a member of an object, of a value in a record, or of an element of a list. */
function member(schema: unknown, name: PropertyKey): unknown {
  for (const one of alternatives(schema)) {
    if (one instanceof z.ZodMiniRecord) return one.def.valueType;
    if (one instanceof z.ZodMiniArray) return one.def.element;
    if (one instanceof z.ZodMiniObject && Object.hasOwn(one.shape, name)) return Reflect.get(one.shape, name);
  }
  return undefined;
}

/** The forms that a schema allows, without the wrapper of an optional member. */
function alternatives(schema: unknown): unknown[] {
  if (schema instanceof z.ZodMiniExactOptional) return alternatives(schema.def.innerType);
  if (schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion)
    return schema.def.options.flatMap(alternatives);
  return [schema];
}
