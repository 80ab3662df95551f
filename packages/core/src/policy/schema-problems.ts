import type * as z from 'zod/mini';
import { METHODS } from '../strength/method.ts';
import { nearestName } from '../strength/nearest-name.ts';
import { memberNames, namedByAuthor } from './member-names.ts';
import type { PolicyProblem } from './policy-error.ts';

export function problem(path: string, message: string, nearest?: string): PolicyProblem {
  return nearest === undefined
    ? { path, message }
    : { path, message: `${message}; did you mean '${nearest}'?`, nearest };
}

export function memberOf(value: unknown, member: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, member)?.value
    : undefined;
}

/** Copying an object silently drops the name `__proto__`, and with it the rule of that name. */
export function unnameableNames(input: unknown, schema: z.ZodMiniType): PolicyProblem[] {
  return namedByAuthor(schema)
    .filter((path) => Object.hasOwn(Object(path.reduce(memberOf, input)), '__proto__'))
    .map((path) => problem(`${path.join('.')}.__proto__`, 'is no name that a policy can use; choose another'));
}

export function problemsOf(issue: z.core.$ZodIssue, input: unknown, schema: z.ZodMiniType): PolicyProblem[] {
  if (issue.code === 'invalid_union' && issue.path.at(0) === 'strengths') {
    // The built-in pattern is the likeliest meaning of a wrong pattern.
    const [closest = []] = issue.errors;
    if (closest.length > 0)
      return closest.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, input, schema));
  }
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      problem(
        path === '' ? key : `${path}.${key}`,
        'there is no such member',
        nearestName(key, memberNames(issue.path, schema)),
      ),
    );
  }
  const written = issue.path.reduce(memberOf, input);
  if (typeof written === 'string' && issue.path.at(-1) === 'method')
    return [problem(path, `there is no method named '${written}'`, nearestName(written, METHODS))];
  if (typeof written === 'string' && issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return [problem(path, `is one of ${values.map((value) => `'${value}'`).join(', ')}`, nearestName(written, values))];
  }
  const [{ message } = issue] = issue.code === 'invalid_key' ? issue.issues : [];
  return [problem(path, message)];
}

export function unknownName(
  path: string,
  written: string | undefined,
  names: readonly string[],
  kind: string,
): PolicyProblem[] {
  if (written === undefined || names.includes(written)) return [];
  const nearest = nearestName(written, names);
  const known =
    nearest === undefined && names.length > 0 ? `; there are ${names.map((name) => `'${name}'`).join(', ')}` : '';
  return [problem(path, `there is no ${kind} named '${written}'${known}`, nearest)];
}
