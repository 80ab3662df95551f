import type { LoggedEvent } from '@sallyport/browser';

/** A newer change about the same thing of the same account replaces the older change. */
const ABOUT: Readonly<Record<string, 'block' | 'roles' | 'policy'>> = {
  'account.blocked': 'block',
  'account.unblocked': 'block',
  'account.roles-changed': 'roles',
  'policy.changed': 'policy',
};

/**
 * The undo of a replaced change would also undo the newer change.
 *
 * @param changes newest first
 * @param ofMany ids of changes that stand for an act on many accounts. The page does not know these accounts, so such a change, and every older
 * change about the same thing, has no undo
 */
export function undoableOf(
  changes: readonly LoggedEvent[],
  ofMany: ReadonlySet<string> = new Set(),
): ReadonlySet<LoggedEvent> {
  const seen = new Set<string>();
  return new Set(
    changes.filter((change) => {
      const about = ABOUT[change.type];
      if (about === undefined || (about !== 'policy' && change.accountId === undefined)) return false;
      const thing = about === 'policy' ? about : `${about} ${change.accountId}`;
      const isNewest = !seen.has(thing) && !seen.has(about) && !ofMany.has(change.id);
      seen.add(ofMany.has(change.id) ? about : thing);
      return isNewest && change.type !== 'account.unblocked';
    }),
  );
}
