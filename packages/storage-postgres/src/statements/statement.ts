import { encoded, storable } from './storable.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Value = string | number | boolean | null | readonly string[] | readonly number[];

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
