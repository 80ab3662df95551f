import type { AccountId, SessionRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { committedSession, endingOf } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';

/** `known`: ends the session at this version alone. */
export async function endSession(
  kernel: Kernel,
  by: Doer,
  accountId: AccountId,
  id: string,
  known?: SessionRecord,
): Promise<Refusal | undefined> {
  const { tenant } = by;
  const ended = await performAct(kernel, by, accountId, async ({ now, refuses }) => {
    const act = { type: 'end-sessions' } as const;
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const record = known ?? (await committedSession(kernel, { tenant, accountId, sessionId: id }));
    if (record === undefined) return { refused: 'not-found' };
    const isOtherOwn = 'session' in by && by.session.accountId === accountId && by.session.id !== id;
    const detail = isOtherOwn ? { session: id, other: true } : { session: id };
    return {
      act,
      ...(known === undefined && { readsSession: true }),
      also: {
        ...endingOf(record),
        events: [event(kernel, tenant, now, 'session.revoked', { accountId, actor: nameOf(by), detail })],
      },
    };
  });
  return isRefusal(ended) ? ended : undefined;
}
