import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';

/** One answer, described once: OpenAPI, the types of the browser client and the encoding are all made from `schema`. */
export interface Shape<View> {
  /** Reads a view, in which instants are epoch milliseconds; its output is the JSON that travels. */
  readonly schema: z.ZodType<JsonObject, Plain<View>>;
  /**
   * A view as it travels: the members that are described and no others, instants as ISO 8601 strings.
   *
   * @throws ZodError if the view is not what its type says
   */
  readonly encode: (view: View) => JsonObject;
  /** Never set. Its type has the compiler refuse a schema that lacks a member of the view, an optional one included. */
  readonly members?: MembersOf<View>;
}

/** A view's type without the marks on its strings and numbers, which no schema can make. */
type Plain<View> = unknown extends View
  ? unknown
  : View extends string
    ? string
    : View extends number
      ? number
      : { readonly [Member in keyof View]: Plain<View[Member]> };

type MembersOf<View> = unknown extends View
  ? true
  : View extends string | number | boolean | null | undefined
    ? true
    : { readonly [Member in keyof View]-?: MembersOf<View[Member]> };

/** The shape that a schema describes. Assigned to the {@link Shape} of an engine's view, it has to match that view in both directions. */
export function shape<View>(schema: z.ZodType<JsonObject, View>): {
  readonly schema: z.ZodType<JsonObject, View>;
  readonly encode: (view: View) => JsonObject;
  readonly members?: MembersOf<View>;
} {
  return { schema, encode: (view) => schema.parse(view) };
}

/** Parts of answers that have a name of their own in OpenAPI, and so in the browser client. */
export const parts: z.core.$ZodRegistry<{ id: string }> = z.registry();

/** Names a part of an answer. */
export function part<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  parts.add(schema, { id });
  return schema;
}

/** An instant: epoch milliseconds in a view, an ISO 8601 string in JSON. */
export const instant: z.ZodType<string, number> = z
  .int()
  .transform((at) => new Date(at).toISOString())
  .pipe(z.string().meta({ format: 'date-time' }));

/** A list that may be read-only. */
export function list<Json, View>(item: z.ZodType<Json, View>): z.ZodType<readonly Json[], readonly View[]> {
  return z.array(item);
}

/** Text of which some values are known and others may come: OpenAPI names the known ones, and refuses none. */
export function open(known: readonly string[]): z.ZodType<string, string> {
  return z.string().meta({ 'x-extensible-enum': known });
}
