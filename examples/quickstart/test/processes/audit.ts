import { type Instant, instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type EventRecord,
  type EventType,
  type SessionRecord,
  tenantId,
} from '@sallyport/engine';
import { openStore } from '../../src/stores/open-store.ts';
import type { DatabaseKind } from '../support/servers/start-server.ts';

const TENANT = tenantId('default');

/** All that the store holds, read past Sallyport. */
export interface State {
  readonly accounts: readonly AccountRecord[];
  readonly events: readonly EventRecord[];
  readonly policyVersions: readonly number[];
  sessionsOf(account: string): readonly SessionRecord[];
  /** Newest first. */
  eventsOf(account: string, ...types: readonly EventType[]): readonly EventRecord[];
  /** The attempts that are counted at the door of an account and were not given back. */
  failuresOf(account: string): number;
}

export async function readState(kind: DatabaseKind, url: string): Promise<State> {
  const { store, close } = await openStore(kind, url);
  try {
    await store.open();
    const now: Instant = instant(Date.now());
    const accounts = await allOf((page) => store.listAccounts(TENANT, page));
    const events = await allOf((page) => store.listEvents(TENANT, page));
    const policies = await allOf((page) => store.listPolicyVersions(TENANT, page));
    const counters = await store.listCounters(TENANT);
    const sessions = new Map<string, readonly SessionRecord[]>();
    for (const { id } of accounts) sessions.set(id, await store.listSessions(TENANT, id, now));
    return {
      accounts,
      events,
      policyVersions: policies.map(({ version }) => version),
      sessionsOf: (account) => sessions.get(account) ?? [],
      eventsOf: (account, ...types) =>
        events.filter(({ accountId, type }) => accountId === (account as AccountId) && types.includes(type)),
      failuresOf: (account) =>
        counters.filter(({ subject }) => subject === account).reduce((sum, { counter }) => sum + counter.total, 0),
    };
  } finally {
    await close();
  }
}

async function allOf<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly Item[]; next?: string }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
}

/** What the action log tells otherwise than the state is (X18): nothing, where each change has its one event. */
export function disagreements({ accounts, events, policyVersions, sessionsOf, eventsOf }: State): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, told: unknown, is: unknown): void => {
    if (told !== is) found.push(`${what}: the log tells ${told}, the state is ${is}`);
  };
  compare('event ids', new Set(events.map(({ id }) => id)).size, events.length);
  compare('accounts', events.filter(({ type }) => type === 'account.created').length, accounts.length);
  compare('policies', events.filter(({ type }) => type === 'policy.changed').length, policyVersions.length);
  compare('the newest policy', policyVersions.length, policyVersions[0]);
  for (const { id, identifiers, roles, block, passkeys, totp } of accounts) {
    const who = identifiers[0] ?? id;
    compare(`${who}: created`, eventsOf(id, 'account.created').length, 1);
    const [lastBlock] = eventsOf(id, 'account.blocked', 'account.unblocked');
    compare(`${who}: blocked`, lastBlock?.type === 'account.blocked', block !== undefined);
    const turns = eventsOf(id, 'account.blocked', 'account.unblocked').map(({ type }) => type);
    if (turns.some((type, index) => type === turns[index + 1])) found.push(`${who}: blocked twice, told ${turns}`);
    const roleChanges = eventsOf(id, 'account.roles-changed');
    if (roleChanges[0] !== undefined) {
      compare(`${who}: roles`, JSON.stringify(roleChanges[0].detail?.['to']), JSON.stringify(roles));
    }
    for (const [index, change] of roleChanges.slice(0, -1).entries()) {
      const before = roleChanges[index + 1]?.detail?.['to'];
      compare(`${who}: roles before`, JSON.stringify(change.detail?.['from']), JSON.stringify(before));
    }
    const enrolled = eventsOf(id, 'factor.enrolled').map(({ method }) => method);
    compare(`${who}: passkeys`, enrolled.filter((method) => method === 'passkey').length, passkeys.length);
    compare(`${who}: TOTP`, enrolled.filter((method) => method === 'totp').length, totp === undefined ? 0 : 1);
    const revoked = eventsOf(id, 'session.revoked').length;
    compare(
      `${who}: sessions`,
      eventsOf(id, 'sign-in.succeeded').length - revoked,
      block !== undefined || eventsOf(id, 'account.blocked').length > 0 ? 0 : sessionsOf(id).length,
    );
  }
  return found;
}
