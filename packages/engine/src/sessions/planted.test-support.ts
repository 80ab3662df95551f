import { type Evidence, type Instant, instant, milliseconds, type PolicyInput } from '@sallyport/core';
import type {
  AccountId,
  AccountRecord,
  Caller,
  Commit,
  CommitResult,
  DeviceRecord,
  EventRecord,
  LiveSession,
  SallyportOptions,
  SessionCheck,
  SessionRecord,
  Store,
} from '@sallyport/engine';
import { isRefusal } from '@sallyport/engine';
import { type ContendedStore, contendedStore } from '../contended-store.test-support.ts';
import { type Embedded, embedded, rewritesAccount, TENANT } from '../embedded.test-support.ts';
import { tokenHash } from '../kernel/secrets/token.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Sallyport over a store into which a test writes accounts and sessions as it wants them, and at which others may be quicker. */
export interface Planted extends Pick<ContendedStore, 'commits' | 'loses' | 'beforeTheNext'> {
  readonly world: Embedded;
  /** The store itself, where nobody is quicker and nothing is counted. */
  readonly store: Store;
  /** What the engine asked of the store since the test began, or since the test emptied it. */
  readonly checks: SessionCheck[];
  /** What it read beside them. */
  readonly reads: ('readAccount' | 'listSessions' | 'listDevices')[];
  /** An account with a password, an authenticator app and no session. */
  account(name: string, part?: Partial<AccountRecord>): Promise<AccountRecord>;
  /** Writes this into the stored account, with no event. */
  changes(account: AccountRecord, part: Partial<AccountRecord>): Promise<AccountRecord>;
  /** A session of an account, by its password an hour ago unless told, and who shows its token, `token of` and its id. */
  session(owner: AccountRecord, id: string, part?: Partial<SessionRecord>): Promise<Caller>;
  /** A device the account knows, whose token is `token of` and its id. */
  device(owner: AccountRecord, id: string, part?: Partial<DeviceRecord>): Promise<DeviceRecord>;
  /** The next version of the policy, as another process would put it in force. */
  policy(document: PolicyInput<string>, changedAt: number): Promise<void>;
  /** The session check. */
  live(caller: Caller): Promise<LiveSession>;
  /** As they are stored. */
  sessions(owner: AccountRecord): Promise<readonly SessionRecord[]>;
  stored(owner: AccountRecord): Promise<AccountRecord | undefined>;
  /** Ends a session, with no event. */
  ends(owner: AccountRecord, id: string): Promise<void>;
  /** The action log, oldest first. */
  events(): Promise<readonly EventRecord[]>;
}

export async function planted(
  options: Partial<SallyportOptions<string>> & { policy?: PolicyInput<string> } = {},
): Promise<Planted> {
  const { store: watched, memory: store, commits, loses, beforeTheNext, beforeEvery } = contendedStore();
  const [checks, reads]: [SessionCheck[], Planted['reads']] = [[], []];
  for (const verb of ['readAccount', 'listSessions', 'listDevices'] as const) beforeEvery(verb, () => reads.push(verb));
  beforeEvery('checkSession', (check) => checks.push(check));
  const world = await embedded({ store: watched, policy: { requiredStrength: 'single' }, ...options });
  const now = (): Instant => instant(world.now);
  const writes = (change: Partial<Commit>): Promise<CommitResult> =>
    store.commit({ tenant: TENANT, now: now(), guards: {}, events: [], ...change });
  for (const list of [commits, reads]) list.length = 0;
  return {
    world,
    store,
    commits,
    checks,
    reads,
    async account(name, part) {
      const account = accountOf(name, now(), part);
      await writes({ account });
      return account;
    },
    changes: ({ id }, part) => rewritesAccount(store, id, (account) => ({ ...account, ...part })),
    async session(owner, id, part) {
      const session = sessionOf(owner, id, now(), part);
      const uses = [{ key: id, expiresAt: instant(world.now + HOUR) }];
      await writes({ uses, newSession: { session, consumes: { singleUse: id } } });
      return { tenant: TENANT, mode: session.mode, sessionToken: tokenOf(id) };
    },
    async device(owner, id, part) {
      const { id: accountId, epoch } = owner;
      const seen = { createdAt: now(), lastSeenAt: now(), proved: ['password'] };
      const device = { id, tokenHash: tokenHash(tokenOf(id)), accountId, epoch, ...seen, ...part };
      await writes({ device });
      return device;
    },
    async policy(document, changedAt) {
      const version = ((await store.readPolicy(TENANT))?.version ?? 0) + 1;
      const by = { changedAt: instant(changedAt), changedBy: 'system' };
      await writes({ policy: { tenant: TENANT, version, document: { ...document }, ...by } });
    },
    async live(caller) {
      const session = await world.auth.sessions.guard(caller, { needs: 'session', evenIfTightened: true });
      if (isRefusal(session)) throw new Error(session.refused);
      return session;
    },
    sessions: ({ id }) => store.listSessions(TENANT, id, now()),
    stored: ({ id }) => store.readAccount(TENANT, id),
    ends: async ({ id: accountId }, only) => void (await writes({ endSessions: { accountId, only } })),
    events: async () => (await store.listEvents(TENANT, { limit: 200 })).items.toReversed(),
    loses,
    beforeTheNext,
  };
}

export function tokenOf(id: string): string {
  return `token of ${id}`;
}

/** What an account with a password and an authenticator app proves by both. */
export const byPassword = (at: number): Evidence => ({
  ...{ method: 'password', at: instant(at), provenance: 'independent', binding: 'password:p' },
});
export const byApp = (at: number): Evidence => ({ method: 'totp', at: instant(at), binding: 'totp:t' });
export const byPasskey = (at: number, part: Partial<Extract<Evidence, { method: 'passkey' }>> = {}): Evidence => ({
  ...{ method: 'passkey', at: instant(at), credentialId: 'k', binding: 'passkey:k', userVerified: true },
  ...{ deviceBound: false, aaguid: '00000000-0000-0000-0000-000000000000', attested: false },
  ...part,
});

export function accountOf(name: string, now: Instant, part: Partial<AccountRecord> = {}): AccountRecord {
  return {
    ...{ schema: 1, tenant: TENANT, id: name as AccountId, version: 1, epoch: 0, createdAt: now },
    ...{ identifiers: [`${name}@example.org`], userHandle: `handle of ${name}`, roles: [], passkeys: [] },
    password: { id: 'p', hash: 'no hash', provenance: 'independent', changedAt: now },
    totp: { id: 't', sealed: 'nothing', lastStep: 0, enrolledAt: instant(0) },
    ...part,
  };
}

export function sessionOf(
  { id: accountId, epoch }: AccountRecord,
  id: string,
  now: Instant,
  part: Partial<SessionRecord> = {},
): SessionRecord {
  const { evidence = [byPassword(now - HOUR)] } = part;
  const bindings = evidence.flatMap(({ binding = [] }) => binding);
  return {
    ...{
      schema: 1,
      tenant: TENANT,
      id,
      tokenHash: tokenHash(tokenOf(id)),
      version: 1,
      accountId,
      epoch,
      mode: 'token',
    },
    ...{ evidence, bindings, policyVersion: 1, createdAt: instant(now - HOUR), lastSeenAt: now },
    ...{ expiresAt: instant(now + 12 * HOUR), idle: milliseconds(2 * HOUR) },
    ...part,
  };
}
