import { carryOut } from '../acts/carry-out.ts';
import { owner } from '../acts/doer.ts';
import { committedSession, restsOnAccount } from '../acts/liveness.ts';
import type { Caller, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../records/events.ts';
import { onlyOwnDevice } from './own-device.ts';

/**
 * Signs out everywhere else. The account's epoch rises, and only this session moves into the new epoch. A session that is opened, raised
 * or rotated at the same moment ends with the others, or is decided again. Other devices are forgotten.
 */
export async function endOthers(kernel: Kernel, caller: Caller, session: LiveSession): Promise<Refusal | undefined> {
  const { tenant, accountId, id } = session;
  const ended = await carryOut(kernel, owner(session), accountId, async ({ account, now }) => {
    const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (record === undefined || !restsOnAccount(record, account)) return { refused: 'no-session' };
    const epoch = account.epoch + 1;
    return {
      act: { type: 'end-sessions' },
      readsSession: true,
      next: { ...account, epoch },
      also: {
        guards: { session: { id, version: record.version } },
        session: new KeptSession(record, { ...record, version: record.version + 1, epoch }),
        endSessions: { accountId, except: id },
        ...(await onlyOwnDevice(kernel, caller, account, epoch)),
        events: [
          event(kernel, tenant, now, 'session.revoked', { accountId, actor: accountId, detail: { all: 'others' } }),
        ],
      },
    };
  });
  return isRefusal(ended) ? ended : undefined;
}
