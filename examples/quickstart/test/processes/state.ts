import { type Instant, instant } from '@sallyport/core';
import {
  type AccountRecord,
  type CounterView,
  type EventRecord,
  type EventType,
  type SessionRecord,
  tenantId,
} from '@sallyport/engine';
import { openStore } from '../../src/stores/open-store.ts';
import type { DatabaseKind } from '../support/servers/start-server.ts';

const TENANT = tenantId('default');

/** The records of the store, read without the engine. */
export interface State {
  readonly accounts: readonly AccountRecord[];
  readonly events: readonly EventRecord[];
  readonly policyVersions: readonly number[];
  sessionsOf(account: string): readonly SessionRecord[];
  /** Newest first. */
  eventsOf(account: string, ...types: readonly EventType[]): readonly EventRecord[];
  /** The counted attempts at an account that were not given back. */
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
    const sessions: SessionRecord[] = [];
    for (const { id } of accounts) sessions.push(...(await store.listSessions(TENANT, id, now)));
    return stateOf({ accounts, events, sessions, counters, policyVersions: policies.map(({ version }) => version) });
  } finally {
    await close();
  }
}

/** The records of a store. */
export interface Records {
  readonly accounts: readonly AccountRecord[];
  readonly events: readonly EventRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly counters: readonly Pick<CounterView, 'subject' | 'counter'>[];
  readonly policyVersions: readonly number[];
}

export function stateOf({ accounts, events, sessions, counters, policyVersions }: Records): State {
  return {
    accounts,
    events,
    policyVersions,
    sessionsOf: (account) => sessions.filter(({ accountId }) => accountId === account),
    eventsOf: (account, ...types) =>
      events.filter(({ accountId, type }) => accountId === account && types.includes(type)),
    failuresOf: (account) =>
      counters.filter(({ subject }) => subject === account).reduce((sum, { counter }) => sum + counter.total, 0),
  };
}

async function allOf<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly Item[]; next?: string }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read({ limit: 500, cursor });
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
}
