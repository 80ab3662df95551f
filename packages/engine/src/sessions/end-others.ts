import type { Caller, LiveSession, Refusal } from '../api/index.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { event } from '../records/events.ts';
import { checkedRecords } from './checked-session.ts';
import { committedSession, restsOnAccount } from './liveness.ts';
import { onlyOwnDevice } from './own-device.ts';

/**
 * Signs out everywhere else. The account's epoch rises, and this session alone is taken over into the new one: a session that is
 * opened, raised or rotated at the same moment is ended with the others, or has to be decided anew. Other devices are forgotten.
 */
export async function endOthers(kernel: Kernel, caller: Caller, session: LiveSession): Promise<Refusal | undefined> {
  const { tenant, accountId, id } = checkedRecords(session).record;
  for (let round = 0; round < ROUNDS; round++) {
    const now = kernel.now();
    const account = await kernel.store.readAccount(tenant, accountId);
    const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (account === undefined || record === undefined || !restsOnAccount(record, account))
      return { refused: 'no-session' };
    const epoch = account.epoch + 1;
    const result = await kernel.commit({
      tenant,
      now,
      guards: {
        account: { id: accountId, version: account.version },
        session: { id, version: record.version },
      },
      account: { ...account, version: account.version + 1, epoch },
      session: new KeptSession(record, { ...record, version: record.version + 1, epoch }),
      endSessions: { accountId, except: id },
      ...(await onlyOwnDevice(kernel, caller, account, epoch)),
      events: [
        event(kernel, tenant, now, 'session.revoked', { accountId, actor: accountId, detail: { all: 'others' } }),
      ],
    });
    if (result.outcome === 'committed') return undefined;
  }
  return { refused: 'store-unavailable' };
}
