import * as z from 'zod/mini';
import { policySchema } from './schema.ts';

/** The paths of the members whose own members are named by the author: `['roles']`, or `['organisations', 'roles']`. */
export function namedByAuthor(schema: unknown): readonly (readonly string[])[] {
  return membersOf(schema).flatMap((name) => {
    const inner = member(schema, name);
    return alternatives(inner).some((one) => one instanceof z.ZodMiniRecord)
      ? [[name]]
      : namedByAuthor(inner).map((path) => [name, ...path]);
  });
}

/** Members of a policy whose own members are named by the policy's author. */
export const NAMED_BY_AUTHOR: readonly string[] = namedByAuthor(policySchema).flatMap(([name = '', ...inner]) =>
  inner.length === 0 ? [name] : [],
);

export function memberNames(path: readonly PropertyKey[], schema: unknown = policySchema): readonly string[] {
  return membersOf(path.reduce<unknown>(member, schema));
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
