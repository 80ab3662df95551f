/** The part of JSON Schema that the contract uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly 'x-extensible-enum'?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

const WIDTH = 120;

/** Writes named JSON schemas as exported TypeScript types, formatted like the repository. */
export function typescriptOf(schemas: Readonly<Record<string, JsonSchema>>): string {
  const types = Object.entries(schemas).map(([name, schema]) => {
    const isObject = schema.properties !== undefined;
    const declared = isObject
      ? `export interface ${name} ${typeOf(schema, '')}`
      : declaration(`export type ${name} =`, schema, '');
    return commentOf(schema, '') + declared;
  });
  return `${types.join('\n\n')}\n`;
}

function typeOf(schema: JsonSchema, indent: string): string {
  const { $ref, type, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1);
  const variants = variantsOf(schema, indent);
  if (variants !== undefined) return variants.join(' | ');
  if (items !== undefined) {
    const item = typeOf(items, indent);
    return `readonly ${variantsOf(items, indent) === undefined && items.items === undefined ? item : `(${item})`}[]`;
  }
  if (properties !== undefined) return objectOf(schema, indent);
  if (type === 'object') return `Readonly<Record<string, ${typeOf(additionalProperties || {}, indent)}>>`;
  if (type === 'integer') return 'number';
  return type ?? 'unknown';
}

/** The members of a union. Returns `undefined` if the schema is not a union. */
function variantsOf(schema: JsonSchema, indent: string): readonly string[] | undefined {
  const known = schema['x-extensible-enum'];
  if (known !== undefined) return [...known.map(literal), '(string & {})'];
  if (schema.const !== undefined) return [literal(schema.const)];
  if (schema.enum !== undefined) return schema.enum.map(literal);
  return (schema.anyOf ?? schema.oneOf)?.flatMap((one) => variantsOf(one, indent) ?? [typeOf(one, indent)]);
}

function objectOf({ properties = {}, required = [] }: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(
    ([name, member]) =>
      commentOf(member, inner) +
      declaration(`${inner}readonly ${name}${required.includes(name) ? '' : '?'}:`, member, inner),
  );
  return `{\n${members.join('\n')}\n${indent}}`;
}

/** A declaration with its type. Breaks a union into lines if it is too long for one line. */
function declaration(start: string, schema: JsonSchema, indent: string): string {
  const line = `${start} ${typeOf(schema, indent)};`;
  const variants = variantsOf(schema, indent);
  if (variants === undefined || line.includes('\n') || line.length <= WIDTH) return line;
  return `${start}${variants.map((variant) => `\n${indent}  | ${variant}`).join('')};`;
}

/** The description, with the form of a text that is a point in time. */
function commentOf({ description, ...schema }: JsonSchema, indent: string): string {
  const isInstant = [schema, ...(schema.anyOf ?? [])].some(({ format }) => format === 'date-time');
  const form = isInstant ? 'ISO 8601, in UTC.' : undefined;
  const said = [description, form].filter((part) => part !== undefined).join(' ');
  return said === '' ? '' : `${indent}/** ${said} */\n`;
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
