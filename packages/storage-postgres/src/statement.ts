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

  document(value: unknown, type: 'json' | 'jsonb' = 'jsonb'): string {
    return `${this.#place(encoded(value))}::${type}`;
  }

  #place(value: Value): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
