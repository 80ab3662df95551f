import type { AttemptRef } from '@sallyport/store';
import { type CommitPlan, resetOf, writesOf } from '@sallyport/store/plan';
import { sortable } from '../place.ts';
import { BY_ID, type Stored } from '../stored.ts';
import { removedDevices } from './device-writes.ts';
import type { Standing } from './standing.ts';
import { end, type Write } from './write.ts';

export function counterWrites(plan: CommitPlan, standing: Standing): readonly Write[] {
  const deleted = writesOf(plan, 'account').flatMap((one) => (one.write === 'remove' ? sortable(one.id) : []));
  const forgotten = removedDevices(plan, standing);
  const resets = writesOf(plan, 'counter');
  return standing.of('counter').flatMap((stored) => {
    const { part, authenticator = '', device } = stored;
    if (deleted.includes(part)) return [end(stored, 'account')];
    if (forgotten.some((one) => one.part === part && one.device === device)) return emptied(stored);
    const asked = resets.find(({ subject }) => sortable(subject) === part);
    const reset = asked && resetOf(asked.resets, { authenticator, device });
    if (reset?.resets === 'all') return emptied(stored);
    return reset !== undefined && (stored.total ?? 0) > 0 ? [set(stored, { total: 0 })] : [];
  });
}

const NOTHING = { recent: 0, total: 0, first: 0, lockedUntil: 0, openEnds: [] };

function emptied(stored: Stored): readonly Write[] {
  const { recent = 0, total = 0 } = stored;
  return recent === 0 && total === 0 ? [] : [set(stored, NOTHING)];
}

export function resetsAll(plan: CommitPlan, attempt: AttemptRef): boolean {
  return writesOf(plan, 'counter').some(
    ({ subject, resets }) => subject === attempt.subject && resetOf(resets, attempt)?.resets === 'all',
  );
}

function set({ _id, tenant, part, kind }: Stored, values: Partial<Stored>): Write {
  const place = { _id, tenant, part, kind };
  return {
    place,
    obstacle: 'account',
    operation: { updateOne: { filter: place, update: { $set: values }, hint: BY_ID } },
  };
}
