import * as z from 'zod/mini';
import { policySchema } from './schema.ts';

/** Members whose own members are named by the policy's author. */
export const NAMED_BY_AUTHOR: readonly string[] = membersOf(policySchema).filter((name) =>
  alternatives(member(policySchema, name)).some((schema) => schema instanceof z.ZodMiniRecord),
);

export function memberNames(path: readonly PropertyKey[]): readonly string[] {
  return membersOf(path.reduce<unknown>(member, policySchema));
}

function membersOf(schema: unknown): string[] {
  const names = alternatives(schema).flatMap((one) => (one instanceof z.ZodMiniObject ? Object.keys(one.shape) : []));
  return [...new Set(names)];
}

function member(schema: unknown, name: PropertyKey): unknown {
  for (const one of alternatives(schema)) {
    if (one instanceof z.ZodMiniRecord) return one.def.valueType;
    if (one instanceof z.ZodMiniArray) return one.def.element;
    if (one instanceof z.ZodMiniObject && Object.hasOwn(one.shape, name)) return Reflect.get(one.shape, name);
  }
  return undefined;
}

function alternatives(schema: unknown): unknown[] {
  if (schema instanceof z.ZodMiniExactOptional) return alternatives(schema.def.innerType);
  if (schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion)
    return schema.def.options.flatMap(alternatives);
  return [schema];
}
