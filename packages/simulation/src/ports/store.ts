import type { AccountId, Commit, CommitResult, SessionRecord, Store, TenantId } from '@sallyport/engine';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Work } from '../scheduler/task.ts';

export interface Witness {
  change(change: Commit, work: Work): Promise<(result: CommitResult) => Promise<void>>;
  check(asked: { readonly tokenHash: string; readonly now: number }, work: Work): Promise<void>;
}

const READS: ReadonlySet<string> = new Set([
  'readAccount',
  'readVault',
  'listVaultWays',
  'readSamlRequest',
  'listAccounts',
  'listPeople',
  'listDays',
  'countProfiles',
  'countAccountsBySignIn',
  'listUnjudged',
  'listSessions',
  'listDevices',
  'listEvents',
  'countEvents',
  'countFailures',
  'hasPasskey',
  'readLogHead',
  'listLogBatches',
  'unsealedTenants',
  'readPolicy',
  'listPolicyVersions',
  'readAdministrators',
  'listCounters',
  'eventsToNotify',
  'readOrganisation',
  'readMembership',
  'listOrganisations',
  'listOrganisationVersions',
  'listMemberships',
  'listMembershipsOf',
]);

/** Absent, as in a store that no process reuses checks of: the orders of two operations stay as they are. */
const LEFT_OUT: readonly (string | symbol)[] = ['holdReuse', 'longestReuse'];

export function isRead(verb: string): boolean {
  return READS.has(verb);
}

/** A commit that ends sessions in bulk has two turns: its snapshot misses a row that was inserted between the turns. */
export function simulatedStore(inner: Store, scheduler: Scheduler, witness: Witness): Store {
  const commit = async (change: Commit): Promise<CommitResult> => {
    const { current } = scheduler;
    const seen = await snapshotFor(inner, scheduler, change);
    return scheduler.call(
      'store',
      'commit',
      [change],
      async () => {
        const after = await witness.change(change, current);
        const result = seen === undefined ? await inner.commit(change) : await commitMissing(inner, change, seen);
        await after(result);
        return result;
      },
      { work: current },
    );
  };
  return new Proxy(inner, {
    get(target, verb) {
      if (LEFT_OUT.includes(verb)) return undefined;
      const method: unknown = Reflect.get(target, verb);
      if (typeof method !== 'function' || typeof verb !== 'string') return method;
      if (verb === 'commit') return commit;
      return (...asked: unknown[]) => {
        const { current } = scheduler;
        return scheduler.call('store', verb, asked, async () => {
          const [first] = asked;
          if (verb === 'checkSession' && isTokened(first)) await witness.check(first, current);
          return Reflect.apply(method, target, asked);
        });
      };
    },
  });
}

function isTokened(value: unknown): value is { readonly tokenHash: string; readonly now: number } {
  if (typeof value !== 'object' || value === null || !('tokenHash' in value) || !('now' in value)) return false;
  return typeof value.tokenHash === 'string' && typeof value.now === 'number';
}

async function snapshotFor(
  inner: Store,
  scheduler: Scheduler,
  { endSessions, tenant, now }: Commit,
): Promise<ReadonlySet<string> | undefined> {
  if (endSessions === undefined) return undefined;
  return scheduler.call('store', 'commit takes its snapshot', [endSessions], async () => {
    const sessions = await inner.listSessions(tenant, endSessions.accountId, now);
    return new Set(sessions.map(({ id }) => id));
  });
}

async function commitMissing(inner: Store, change: Commit, seen: ReadonlySet<string>): Promise<CommitResult> {
  const { tenant, now, endSessions } = change;
  if (endSessions === undefined) return inner.commit(change);
  const { accountId } = endSessions;
  const before = await inner.listSessions(tenant, accountId, now);
  const result = await inner.commit(change);
  if (result.outcome === 'conflict') return result;
  const left = new Set((await inner.listSessions(tenant, accountId, now)).map(({ id }) => id));
  const guarded = change.guards.session?.id;
  const missed = before.filter(({ id }) => id !== guarded && !seen.has(id) && !left.has(id));
  for (const session of missed) await putBack(inner, tenant, accountId, session, now);
  return result;
}

async function putBack(
  inner: Store,
  tenant: TenantId,
  accountId: AccountId,
  session: SessionRecord,
  now: Commit['now'],
): Promise<void> {
  if ((await inner.readAccount(tenant, accountId)) === undefined) return;
  const key = `put back: ${session.id} at ${session.version} ${session.tokenHash}`;
  await inner.commit({
    tenant,
    now,
    guards: {},
    uses: [{ key, expiresAt: now }],
    newSession: { session, consumes: { singleUse: key } },
    events: [],
  });
}
