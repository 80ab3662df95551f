import type { Instant, Policy } from '@sallyport/core';
import type { AccountRecord, SessionRecord } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import { owner } from '../acts/doer.ts';
import { endFlowOf } from '../acts/end-flow.ts';
import { committedSession, mayGoOn } from '../acts/liveness.ts';
import { performAct } from '../acts/perform-act.ts';
import { sessionInfo } from '../acts/session-info.ts';
import type {
  Caller,
  ExportedSession,
  LiveSession,
  Refusal,
  SessionInfo,
  Sessions,
  SessionView,
} from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { signedOut } from '../factors/pending.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { onlyOwnDevice } from '../state/device-tokens.ts';
import { event } from '../state/events.ts';
import { disown } from './disown.ts';
import { endSession } from './end-session.ts';
import { guardSession } from './guard.ts';
import { unsealedHint } from './logout-hint.ts';
import { endOwn, signOut } from './sign-out.ts';

export function sessions(kernel: Kernel): Undeclared<Sessions> {
  return {
    guard: (caller, guard) => guardSession(kernel, caller, guard),
    end: async (caller, session, options) => {
      await endFlowOf(kernel, caller);
      const live = await signOut(kernel, caller, session);
      if (isRefusal(live)) return live;
      const logout = options && (await logoutAt(kernel, live, { ...options, hints: session !== undefined }));
      return logout === undefined ? {} : { logout };
    },
    list: (session) => list(kernel, session),
    endOthers: (caller, session) => endOthers(kernel, caller, session),
    endOne: (session, id) => endOne(kernel, session, id),
    disown: (caller, { token }) => disown(kernel, caller, token),
  };
}

/** If the provider fails, the local sign-out still succeeds. The hint tells who is signed in, which a former token does not read. */
async function logoutAt(
  kernel: Kernel,
  session: LiveSession,
  { returnTo, hints }: { readonly returnTo: string; readonly hints: boolean },
): Promise<string | undefined> {
  const { begunAt } = checkedRecords(session).record;
  if (begunAt === undefined) return undefined;
  const provider = kernel.of(session.tenant).providers.get(begunAt.provider);
  if (provider?.logout === undefined) return undefined;
  try {
    const hint = hints && begunAt.logoutHint ? hintOf(kernel, session, begunAt.logoutHint) : undefined;
    return await provider.logout({ hint, returnTo });
  } catch {
    kernel.logger.warn('a provider did not say where to sign out', { provider: provider.id });
    return undefined;
  }
}

function hintOf(kernel: Kernel, { accountId }: LiveSession, sealed: string): string | undefined {
  try {
    return unsealedHint(kernel, accountId, sealed);
  } catch {
    return undefined;
  }
}

async function list(kernel: Kernel, session: LiveSession): Promise<SessionView[]> {
  const views = await sessionsOf(kernel, checkedRecords(session).account);
  return views.map((view) => ({ ...view, current: view.id === session.id }));
}

export async function sessionsOf(
  kernel: Kernel,
  account: AccountRecord,
  now: Instant = kernel.now(),
): Promise<readonly Omit<SessionView, 'current'>[]> {
  const { policy } = kernel.policies.known(account.tenant);
  return (await liveRecords(kernel, account, now)).map((record) =>
    sessionView(sessionInfo(policy, record, account, now), record),
  );
}

export async function exportedSessions(kernel: Kernel, account: AccountRecord): Promise<readonly ExportedSession[]> {
  const { policy } = kernel.policies.known(account.tenant);
  const now = kernel.now();
  return (await liveRecords(kernel, account, now)).map((record) => exportedSession(policy, record, account, now));
}

async function liveRecords(kernel: Kernel, account: AccountRecord, now: Instant): Promise<readonly SessionRecord[]> {
  const records = await kernel.store.listSessions(account.tenant, account.id, now);
  return records.filter(({ epoch }) => epoch === account.epoch);
}

export function exportedSession(
  policy: Policy,
  record: SessionRecord,
  account: AccountRecord,
  now: Instant,
): ExportedSession {
  const info = sessionInfo(policy, record, account, now);
  return { ...sessionView(info, record), authTime: info.authTime, amr: info.amr };
}

function sessionView({ strength, expiresAt }: SessionInfo, record: SessionRecord): Omit<SessionView, 'current'> {
  const { id, createdAt, lastSeenAt, ip, userAgent } = record;
  return { id, createdAt, lastSeenAt, expiresAt, strength, ip, userAgent };
}

function endOne(kernel: Kernel, session: LiveSession, id: string): Promise<Refusal | undefined> {
  return session.id === id ? endOwn(kernel, session) : endSession(kernel, owner(session), session.accountId, id);
}

/** Only this session moves into the new epoch: one that is opened or raised at the same moment ends, or is decided again. */
async function endOthers(kernel: Kernel, caller: Caller, session: LiveSession): Promise<Refusal | undefined> {
  const { tenant, accountId, id } = session;
  const ended = await performAct(kernel, owner(session), accountId, async ({ account, now }) => {
    const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (record === undefined || !mayGoOn(record, account)) return { refused: 'no-session' };
    const next = signedOut(account);
    const { epoch } = next;
    return {
      act: { type: 'end-sessions' },
      readsSession: true,
      next,
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
