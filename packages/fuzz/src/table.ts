import { openApiDocument } from '@sallyport/http/openapi';
import { z } from 'zod';

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly pattern?: string;
}

export interface Row {
  /** Verb and path: `POST /sign-in/{code}`. */
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly media?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body?: Schema;
  readonly query: readonly string[];
  readonly needsIfMatch: boolean;
  readonly problems: ReadonlyMap<number, ReadonlySet<string>>;
  readonly success: { readonly status: number; readonly media?: string; readonly reader?: z.ZodType };
}

interface Operation {
  readonly parameters: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> }
    >
  >;
}

/** The optional routes. */
export const PARTS = { signUp: true, organisations: true } as const;

/** The description is made from the table of the served routes. */
export function tableOf(codes: Parameters<typeof openApiDocument>[1]): readonly Row[] {
  const text = JSON.stringify(openApiDocument('https://app.example/auth', codes, PARTS));
  const document: {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Record<string, z.core.JSONSchema.JSONSchema> };
  } = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
  const readers = new Map(
    Object.keys(document.components.schemas).map((id) => [
      `#/$defs/${id}`,
      z.fromJSONSchema({ $ref: `#/$defs/${id}`, $defs: document.components.schemas }),
    ]),
  );
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, operation]) => rowOf(path, verb.toUpperCase(), operation, readers)),
  );
}

function rowOf(path: string, verb: string, operation: Operation, readers: ReadonlyMap<string, z.ZodType>): Row {
  const [sent] = Object.entries(operation.requestBody?.content ?? {});
  const statuses = Object.entries(operation.responses);
  const done = statuses.find(([status]) => Number(status) < 400);
  const [answered] = Object.entries(done?.[1].content ?? {});
  const reference = answered?.[1].schema;
  const reader = reference !== undefined && '$ref' in reference ? readers.get(String(reference.$ref)) : undefined;
  return {
    name: `${verb} ${path}`,
    verb,
    path,
    ...(sent === undefined ? {} : { media: mediaOf(sent[0]), body: sent[1].schema }),
    query: operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    needsIfMatch: operation.parameters.some(({ name }) => name === 'If-Match'),
    problems: new Map(
      statuses
        .filter(([status]) => Number(status) >= 400)
        .map(([status, { description }]) => [Number(status), new Set(description.split(', '))]),
    ),
    success: {
      status: Number(done?.[0] ?? 200),
      media: answered?.[0],
      reader,
    },
  };
}

const mediaOf = (name: string): NonNullable<Row['media']> =>
  name === 'application/json' ? name : 'application/x-www-form-urlencoded';
