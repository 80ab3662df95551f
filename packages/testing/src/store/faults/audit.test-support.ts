import type { AccountRecord, Commit, EventType, SessionRecord, Store, VaultRecord } from '@sallyport/engine';
import { eventsWritten } from '@sallyport/store';

/** A store that records the changes of each commit, and compares the changes with the action log. */
export interface Audit {
  readonly store: Store;
  /** Every session that was opened or raised. */
  readonly opened: readonly SessionRecord[];
  /** Changes that the action log lacks or lists twice, and events without a change. */
  problems(): Promise<readonly string[]>;
}

/** The changes of state, each with the possible events. Exactly one of these events must be in the same commit (X18). */
const TOLD_BY = {
  'an account came to be': ['account.created', 'account.imported'],
  'an account went': ['account.deleted'],
  'a block': ['account.blocked'],
  'the end of a block': ['account.unblocked'],
  'a password': ['password.changed', 'password.reset'],
  'a TOTP secret': ['factor.enrolled'],
  'the end of a TOTP secret': ['two-step.reset', 'factor.removed'],
  'a passkey': ['factor.enrolled'],
  'the end of a passkey': ['passkeys.reset', 'passkey.revoked', 'factor.removed'],
  'backup codes': ['backup-codes.issued'],
  'the use of a backup code': ['backup-code.used'],
  'an enrollment code': ['enrollment.vouched', 'two-step.reset'],
  'other roles': ['account.roles-changed'],
  'other methods': ['account.methods-changed'],
  'a session, or its next token': ['sign-in.succeeded', 'step-up.succeeded', 'password.changed'],
  'the end of sessions': [
    'session.revoked',
    'account.blocked',
    'account.deleted',
    'two-step.reset',
    'passkeys.reset',
    'passkey.revoked',
    'factor.removed',
    'password.changed',
    'password.reset',
    'step-up.succeeded',
  ],
  'a policy': ['policy.changed'],
  'a vault': ['vault.created'],
  'another state of a vault': ['vault.replaced', 'vault.envelope-added', 'vault.envelope-removed'],
} as const satisfies Readonly<Record<string, readonly EventType[]>>;

type Change = keyof typeof TOLD_BY;

const TELLING: ReadonlySet<EventType> = new Set(Object.values(TOLD_BY).flat());

export function audited(inner: Store): Audit {
  const opened: SessionRecord[] = [];
  const committed: string[] = [];
  const found: string[] = [];
  let tenants = new Set<Commit['tenant']>();
  let turn: Promise<unknown> = Promise.resolve();

  const commit = async (change: Commit): ReturnType<Store['commit']> => {
    const before = await sight(inner, change);
    const result = await inner.commit(change);
    tenants = tenants.add(change.tenant);
    committed.push(...eventsWritten(change, result).map(({ id }) => id));
    if (result.outcome !== 'committed') return result;
    opened.push(...[change.newSession?.session, change.session].filter((session) => session !== undefined));
    found.push(...untold(change, [...changesBetween(before, await sight(inner, change))]));
    return result;
  };

  return {
    store: {
      ...inner,
      // Commits run one after the other, so that the difference between two snapshots is the change of a single commit.
      commit: (change) => {
        const result = turn.then(() => commit(change));
        turn = result.catch(() => {});
        return result;
      },
    },
    opened,
    async problems() {
      const pages = await Promise.all([...tenants].map((tenant) => inner.listEvents(tenant, { limit: 10_000 })));
      const logged = pages.flatMap(({ items }) => items.map(({ id }) => id));
      const isSame = logged.length === committed.length && committed.every((id) => logged.includes(id));
      return isSame ? found : [...found, `${committed.length} events were committed, and ${logged.length} are logged`];
    },
  };
}

/** A snapshot of the state that a commit may change. */
interface Sight {
  readonly account: AccountRecord | undefined;
  readonly vault: VaultRecord | undefined;
  readonly sessions: ReadonlyMap<string, string>;
  readonly policy: number;
}

async function sight(store: Store, { tenant, now, ...change }: Commit): Promise<Sight> {
  const id =
    change.account?.id ??
    change.guards.account?.id ??
    change.endSessions?.accountId ??
    change.newSession?.session.accountId ??
    change.session?.accountId;
  const [account, vault, sessions, policy] = await Promise.all([
    id === undefined ? undefined : store.readAccount(tenant, id),
    id === undefined ? undefined : store.readVault(tenant, id),
    id === undefined ? [] : store.listSessions(tenant, id, now),
    store.readPolicy(tenant),
  ]);
  return {
    account,
    vault,
    sessions: new Map(sessions.map((session) => [session.id, session.tokenHash])),
    policy: policy?.version ?? 0,
  };
}

function* changesBetween(before: Sight, after: Sight): Generator<Change, undefined> {
  if (before.policy !== after.policy) yield 'a policy';
  if ([...after.sessions].some(([id, token]) => before.sessions.get(id) !== token))
    yield 'a session, or its next token';
  if ([...before.sessions.keys()].some((id) => !after.sessions.has(id))) yield 'the end of sessions';
  const [was, is] = [before.account, after.account];
  if (was === undefined || is === undefined) {
    if (is !== undefined) yield 'an account came to be';
    if (was !== undefined) yield 'an account went';
    return;
  }
  if (differs(before.vault, after.vault)) yield before.vault === undefined ? 'a vault' : 'another state of a vault';
  if (differs(was.block, is.block)) yield is.block === undefined ? 'the end of a block' : 'a block';
  if (was.password?.id !== is.password?.id || was.password?.hash !== is.password?.hash) yield 'a password';
  if (was.totp?.sealed !== is.totp?.sealed) yield is.totp === undefined ? 'the end of a TOTP secret' : 'a TOTP secret';
  const [had, has] = [was, is].map(({ passkeys }) => passkeys.map(({ id }) => id));
  if (has?.some((id) => !had?.includes(id))) yield 'a passkey';
  if (had?.some((id) => !has?.includes(id))) yield 'the end of a passkey';
  if (is.backupCodes !== undefined && was.backupCodes?.id !== is.backupCodes.id) yield 'backup codes';
  else if (is.backupCodes !== undefined && differs(was.backupCodes, is.backupCodes)) yield 'the use of a backup code';
  if (is.enrollmentCode !== undefined && differs(was.enrollmentCode, is.enrollmentCode)) yield 'an enrollment code';
  if (differs(was.roles, is.roles)) yield 'other roles';
  if (differs(was.methods, is.methods)) yield 'other methods';
}

function* untold({ events }: Commit, changes: readonly Change[]): Generator<string, undefined> {
  for (const change of changes) {
    const tellers: readonly EventType[] = TOLD_BY[change];
    const telling = events.filter(({ type }) => tellers.includes(type)).map(({ type }) => type);
    // Several envelopes or passkeys may be removed at once, each with its own event.
    const many = ['the end of sessions', 'another state of a vault', 'the end of a passkey'].includes(change);
    const needed = many ? telling.length > 0 : telling.length === 1;
    if (!needed) yield `${change} was told by ${telling.length} events (${telling.join(', ')})`;
  }
  for (const { type } of events) {
    if (!TELLING.has(type)) continue;
    const isTrue = changes.some((change) => (TOLD_BY[change] as readonly EventType[]).includes(type));
    if (!isTrue) yield `${type} tells what never happened`;
  }
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
