import { type AttemptRef, type Commit, MAIL_COUNTERS } from '@sallyport/store';
import { sortable } from '../place.ts';
import { BY_ID, type Stored } from '../stored.ts';
import { forgottenDevices } from './device-writes.ts';
import type { Standing } from './standing.ts';
import { end, type Write } from './write.ts';

type Clearing = NonNullable<Commit['clearCounters']>;

/** Clears the counters that a grant or an administrator clears (core's `clearAttempts`), and those of deleted accounts and devices. */
export function counterWrites(change: Commit, standing: Standing): readonly Write[] {
  const { clearCounters, forgetDevices, deleteAccount } = change;
  const deleted = deleteAccount && sortable(deleteAccount.id);
  const cleared = clearCounters && sortable(clearCounters.subject);
  const owner = forgetDevices && sortable(forgetDevices.accountId);
  const forgotten = new Set(forgottenDevices(change, standing).map(({ device }) => device));
  return standing.counters.flatMap((stored) => {
    if (stored.part === deleted) return [end(stored, 'account')];
    if (stored.part === owner && stored.device !== undefined && forgotten.has(stored.device)) return emptied(stored);
    if (clearCounters === undefined || stored.part !== cleared) return [];
    return clearing(stored, clearCounters);
  });
}

function clearing(stored: Stored, asked: Clearing): readonly Write[] {
  const { authenticator = '', device, total = 0 } = stored;
  if (!concerns(asked, authenticator)) return [];
  if (forgetsAll(asked, authenticator, device)) return emptied(stored);
  return asked.by === 'known-device' && device === undefined && total > 0 ? [set(stored, { total: 0 })] : [];
}

const NOTHING = { recent: 0, total: 0, first: 0, lockedUntil: 0, open: 0, openUntil: 0 };

function emptied(stored: Stored): readonly Write[] {
  const { recent = 0, total = 0 } = stored;
  return recent === 0 && total === 0 ? [] : [set(stored, NOTHING)];
}

/** Returns true if `asked` clears guesses at this authenticator. */
function concerns(asked: Clearing, authenticator: string): boolean {
  if (authenticator.startsWith(MAIL_COUNTERS)) return false;
  switch (asked.by) {
    case 'administrator':
      return true;
    case 'rebinding':
      return authenticator === asked.authenticator;
    case 'stranger':
    case 'known-device':
      return asked.rebinds === authenticator || (asked.authenticators?.includes(authenticator) ?? true);
  }
}

/** Returns true if `asked` clears the whole counter. `device` is absent for the strangers' counter. */
function forgetsAll(asked: Clearing, authenticator: string, device: string | undefined): boolean {
  switch (asked.by) {
    case 'administrator':
    case 'rebinding':
      return true;
    case 'stranger':
      return asked.rebinds === authenticator || device === undefined || device === asked.device;
    case 'known-device':
      return asked.rebinds === authenticator || (device !== undefined && device === asked.device);
  }
}

/** Returns true if `asked` clears the counter of this attempt. Then a separate `giveBack` is not needed. */
export function forgets(asked: Clearing, { subject, authenticator, device }: AttemptRef): boolean {
  return asked.subject === subject && concerns(asked, authenticator) && forgetsAll(asked, authenticator, device);
}

function set({ _id, tenant, part, kind }: Stored, values: Partial<Stored>): Write {
  const place = { _id, tenant, part, kind };
  return {
    place,
    obstacle: 'account',
    operation: { updateOne: { filter: place, update: { $set: values }, hint: BY_ID } },
  };
}
