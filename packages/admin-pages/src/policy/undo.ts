import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { here } from '@sallyport/pages/parts';
import { changesOf, isEqual, readAt, writeAt } from './document.ts';

/**
 * Leaves members that a later version changed again. `undefined` if the list has not both versions.
 *
 * @param versions newest first
 */
export function inverseOf(
  versions: readonly PolicyVersion[],
  version: number,
  inForce: PolicyDocument,
): PolicyDocument | undefined {
  const place = versions.findIndex((entry) => entry.version === version);
  const [changed, before] = place === -1 ? [] : versions.slice(place, place + 2);
  if (changed === undefined || before === undefined) return undefined;
  return changesOf(before.policy, changed.policy).reduce(
    (policy, change) =>
      isEqual(readAt(policy, change.path), change.after) ? writeAt(policy, change.path, change.before) : policy,
    inForce,
  );
}

export function undoPage(version: number): string {
  return here(`/admin/policy?undo=${version}`);
}

export function undoAsked(search: string): number | undefined {
  const version = Number(new URLSearchParams(search).get('undo') ?? Number.NaN);
  return Number.isSafeInteger(version) && version > 0 ? version : undefined;
}
