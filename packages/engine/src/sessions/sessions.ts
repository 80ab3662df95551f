import type { LiveSession, Refusal, Sessions, SessionView } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { event } from '../step/events.ts';
import { behind } from './behind.ts';
import { guardSession } from './guard.ts';
import { sessionInfo } from './session-info.ts';

export function sessions(kernel: Kernel): Sessions {
  return {
    guard: (caller, guard) => guardSession(kernel, caller, guard),
    end: async (_caller, session) => {
      await endOne(kernel, session, session.id);
    },
    list: (session) => list(kernel, session),
    endOthers: (session) => endOthers(kernel, session),
    endOne: (session, id) => endOne(kernel, session, id),
  };
}

async function list(kernel: Kernel, session: LiveSession): Promise<SessionView[]> {
  const { policy } = kernel.policies.known(session.tenant);
  const { account } = behind(session);
  const records = await kernel.store.listSessions(session.tenant, session.accountId, kernel.now());
  return records
    .filter(({ epoch }) => epoch === account.epoch)
    .map((record) => {
      const { strength, expiresAt } = sessionInfo(policy, record, account);
      const { id, createdAt, lastSeenAt, ip, userAgent } = record;
      return {
        id,
        current: id === session.id,
        createdAt,
        lastSeenAt,
        expiresAt,
        strength,
        ...(ip === undefined ? {} : { ip }),
        ...(userAgent === undefined ? {} : { userAgent }),
      };
    });
}

/** Revokes all others. This one is kept by ending them one kind at a time, not by a rise of the epoch, which would end it too. */
async function endOthers(kernel: Kernel, session: LiveSession): Promise<void> {
  const now = kernel.now();
  const { tenant, accountId, id } = session;
  await kernel.commit({
    tenant,
    now,
    guards: {},
    endSessions: { accountId, except: id },
    events: [event(kernel, tenant, now, 'session.revoked', { accountId, actor: accountId, detail: { all: 'others' } })],
  });
}

async function endOne(kernel: Kernel, session: LiveSession, id: string): Promise<Refusal | undefined> {
  const now = kernel.now();
  const { tenant, accountId } = session;
  const known =
    id === session.id || (await kernel.store.listSessions(tenant, accountId, now)).some((record) => record.id === id);
  if (!known) return { refused: 'not-found' };
  await kernel.commit({
    tenant,
    now,
    guards: {},
    endSessions: { accountId, only: id },
    events: [event(kernel, tenant, now, 'session.revoked', { accountId, actor: accountId, detail: { session: id } })],
  });
  return undefined;
}
