import { encoded, storable } from './storable.ts';

/** A statement and its values, ready to be sent. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Value = string | number | boolean | null | readonly string[] | readonly number[];

/**
 * The values of a statement under construction: each answers its place in the text, with its type. What is put into
 * the text is never anything but such places, and names of tables that were checked.
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

/** Puts a value, by its name, into the text of a {@link Template}: `$1::text`, and the same place each time. */
export type Places<Values> = (
  name: keyof Values & string,
  type: 'text' | 'text[]' | 'bigint' | 'bigint[]' | 'boolean',
) => string;

/** A text that is written once, and filled with the values of each time. */
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
