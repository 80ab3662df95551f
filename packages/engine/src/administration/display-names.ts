import type { AccountRecord } from '@sallyport/store';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** A page goes on without the host's names if the host fails. */
export async function namesShown(
  { displayNames, logger }: Pick<Kernel, 'displayNames' | 'logger'>,
  accounts: readonly AccountRecord[],
): Promise<ReadonlyMap<string, string>> {
  const kept = accounts.flatMap(({ id, displayName }) =>
    displayName === undefined ? [] : [[id, displayName] as const],
  );
  const [first] = accounts;
  if (displayNames === undefined || first === undefined) return new Map(kept);
  try {
    const keys = new Map(
      accounts.flatMap(({ id, externalId }) => (externalId === undefined ? [] : [[id, externalId]])),
    );
    const ids = accounts.map(({ id }) => id);
    return namesIn(await displayNames(ids, first.tenant, keys), ids);
  } catch (cause) {
    logger.warn('the host could not say the names of people: the page goes on without them', {
      because: cause instanceof Error ? cause.message : undefined,
    });
    return new Map();
  }
}

function namesIn(told: unknown, ids: readonly string[]): ReadonlyMap<string, string> {
  if (typeof told !== 'object' || told === null) throw new TypeError('displayNames answered no names by account id');
  const names: readonly (readonly [string, unknown])[] = told instanceof Map ? [...told] : Object.entries(told);
  const known = new Set(ids);
  return new Map(
    names.flatMap(([id, name]) =>
      known.has(id) && typeof name === 'string' && name !== '' && isKeepable(name) ? [[id, name] as const] : [],
    ),
  );
}
