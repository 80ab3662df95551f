import { isDeepStrictEqual } from 'node:util';
import { listed } from '../terminal/wrap.ts';

/** A text for each member that came, went or changed. The order of a list of names does not count. */
export function differences(before: unknown, after: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  if (before === undefined) return [`${path} is new: ${written(after)}`];
  if (after === undefined) return [`${path} is gone, and was ${written(before)}`];
  if (areNames(before) && areNames(after)) return namesChanged(before, after, path);
  return [`${path} is ${written(after)}, and was ${written(before)}`];
}

function namesChanged(before: readonly string[], after: readonly string[], path: string): readonly string[] {
  const came = after.filter((name) => !before.includes(name));
  const went = before.filter((name) => !after.includes(name));
  const parts = [
    ...(came.length === 0 ? [] : [`gains ${listed(came)}`]),
    ...(went.length === 0 ? [] : [`loses ${listed(went)}`]),
  ];
  return parts.length === 0 ? [] : [`${path} ${parts.join(' and ')}`];
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
