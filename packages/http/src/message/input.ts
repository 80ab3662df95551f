import type * as z from 'zod';
import { join, textProblem, UNKNOWN } from './json.ts';
import { type HttpRefusal, malformed } from './refusal.ts';

export function check<Input>(schema: z.ZodType<Input>, value: unknown): { readonly input: Input } | HttpRefusal {
  const result = schema.safeParse(value, { error: worded });
  if (result.success) return { input: result.data };
  return {
    refused: 'malformed-input',
    errors: result.error.issues.flatMap((issue) => errorsOf(issue)).slice(0, MOST_ERRORS),
  };
}

const MOST_ERRORS = 20;

/** Never contains the value. `undefined` selects the schema's own message. */
const worded: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_big':
      return `must have at most ${issue.maximum}`;
    case 'too_small':
      return `must have at least ${issue.minimum}`;
    default:
      return undefined;
  }
};

type Query<Value> = { readonly value: Readonly<Record<string, Value>> } | HttpRefusal;

export interface QueryParameters {
  readonly repeatable?: readonly string[];
  readonly maybeEmpty?: readonly string[];
}

/** An empty value counts as absent, because forms send empty fields. */
export function readQuery(search: string): Query<string>;
export function readQuery(search: string, parameters: QueryParameters): Query<string | readonly string[]>;
export function readQuery(
  search: string,
  { repeatable = [], maybeEmpty = [] }: QueryParameters = {},
): Query<string | readonly string[]> {
  const entries = new Map<string, string | readonly string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (value === '' && !maybeEmpty.includes(name)) continue;
    const before = entries.get(name) ?? [];
    if (repeatable.includes(name)) entries.set(name, [...before, value]);
    else if (entries.has(name)) return malformed(join('', name), 'is there twice');
    else entries.set(name, value);
  }
  const value = Object.fromEntries(entries);
  const problem = textProblem(value, '');
  return problem !== undefined ? malformed(problem.error.path, problem.error.message) : { value };
}

/** For a union, the errors of the option with the fewest errors. */
function errorsOf(issue: z.core.$ZodIssue, above = ''): { path: string; message: string }[] {
  const path = issue.path.reduce<string>((parent, name) => join(parent, String(name)), above);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: join(path, key), message: UNKNOWN }));
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const [nearest] = issue.errors.toSorted((one, other) => one.length - other.length);
  return nearest?.flatMap((inner) => errorsOf(inner, path)) ?? [{ path, message: 'is none of what is taken here' }];
}
