import { encoded, storable } from './storable.ts';

/** An SQL statement and its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Value = string | number | boolean | null | readonly string[] | readonly number[];

/**
 * Collects the values of a statement. Each method returns a typed placeholder for the text. The text of a statement contains only
 * placeholders and checked table names, never a value.
 */
export class Parameters {
  readonly values: Value[] = [];

  text(value: string): string {
    return `${this.#place(storable(value))}::text`;
  }

  number(value: number): string {
    return `${this.#place(value)}::bigint`;
  }

  texts(values: readonly string[]): string {
    return `${this.#place(values.map(storable))}::text[]`;
  }

  numbers(values: readonly number[]): string {
    return `${this.#place(values)}::bigint[]`;
  }

  document(value: unknown): string {
    return `${this.#place(encoded(value))}::json`;
  }

  #place(value: Value): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Returns the placeholder of a named value in a {@link Template}, for example `$1::text`. A name always has the same placeholder. */
export type Places<Values> = (
  name: keyof Values & string,
  type: 'text' | 'text[]' | 'bigint' | 'bigint[]' | 'boolean',
) => string;

/** A statement whose text is built once and then used with new values. */
export class Template<Values extends Readonly<Record<string, Value>>> {
  readonly #text: string;
  readonly #names: (keyof Values & string)[] = [];

  constructor(write: (at: Places<Values>) => string) {
    this.#text = write((name, type) => {
      if (!this.#names.includes(name)) this.#names.push(name);
      return `$${this.#names.indexOf(name) + 1}::${type}`;
    });
  }

  with(values: Values): Statement {
    return { text: this.#text, values: this.#names.map((name) => checked(values[name] ?? null)) };
  }
}

function checked(value: Value): Value {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  for (const each of value) if (typeof each === 'string') storable(each);
  return value;
}
