import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';

/** OpenAPI, the types of the browser client and the encoding derive from `schema`. */
export interface Shape<View> {
  /** Parses a view with instants in epoch milliseconds. The output is JSON. */
  readonly schema: z.ZodType<JsonObject, Plain<View>>;
  /**
   * Only the described members.
   *
   * @throws ZodError if the view does not match its type
   */
  readonly encode: (view: View) => JsonObject;
  /** Never set. Makes the compiler reject a schema that lacks a member of the view, even an optional one. */
  readonly members?: MembersOf<View>;
}

/** No schema can produce a brand. */
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

/** Assigned to the {@link Shape} of a view, the schema has to match the view in both directions. */
export function shape<View>(schema: z.ZodType<JsonObject, View>): {
  readonly schema: z.ZodType<JsonObject, View>;
  readonly encode: (view: View) => JsonObject;
  readonly members?: MembersOf<View>;
} {
  return { schema, encode: (view) => schema.parse(view) };
}

export const parts: z.core.$ZodRegistry<{ id: string }> = z.registry();

export function part<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  parts.add(schema, { id });
  return schema;
}

/** Epoch milliseconds in a view, ISO 8601 in JSON. */
export const instant: z.ZodType<string, number> = z
  .int()
  .transform((at) => new Date(at).toISOString())
  .pipe(z.string().meta({ format: 'date-time' }));

export function list<Json, View>(item: z.ZodType<Json, View>): z.ZodType<readonly Json[], readonly View[]> {
  return z.array(item);
}

/** Open to new values. */
export function open(known: readonly string[]): z.ZodType<string, string> {
  return z.string().meta({ 'x-extensible-enum': known });
}

export const next: z.ZodOptional<z.ZodString> = z
  .optional(z.string())
  .meta({ description: 'The cursor of the next page; absent on the last page.' });

export const whose: {
  readonly accountId: z.ZodString;
  readonly identifier: z.ZodString;
  readonly email: z.ZodOptional<z.ZodString>;
} = {
  accountId: z.string().meta({ description: 'The account.' }),
  identifier: z.string().meta({ description: "The account's first identifier." }),
  email: z.optional(z.string()).meta({
    description: 'The verified mailbox, if it is no identifier of the account. Otherwise absent.',
  }),
};
