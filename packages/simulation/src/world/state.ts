import { createHash } from 'node:crypto';
import { instant } from '@sallyport/core';
import { type AccountId, type EventRecord, type Sallyport, tenantId } from '@sallyport/engine';
import { type MemorySnapshot, type MemoryStore, memoryStore } from '@sallyport/storage-memory';
import type { Entry } from '../ports/directory.ts';
import type { Client, Knowledge } from './person.ts';

export const TENANT: ReturnType<typeof tenantId> = tenantId('default');

/** The serialised part of a world that the ledger and the invariants read. */
export interface StateBeginning {
  readonly now: number;
  readonly store: MemorySnapshot | undefined;
  readonly clients: readonly Client[];
  readonly knowledge: readonly (readonly [string, Knowledge])[];
  readonly accounts: readonly (readonly [string, AccountId])[];
  readonly hostRoles: readonly (readonly [string, readonly string[]])[] | undefined;
  /** The entries of the host's directory, if it has one. */
  readonly entries: readonly (readonly [string, Entry])[] | undefined;
  /** The roles that the provider may give. */
  readonly gives: readonly string[];
  /** The host's secrets. The first is in use. */
  readonly secrets: readonly string[];
}

/** What the ledger and the invariants read of a world: its store, its clients, its accounts, and the time. */
export abstract class WorldState {
  now: number;
  readonly store: MemoryStore;
  readonly clients: ReadonlyMap<string, Client>;
  readonly knowledge: ReadonlyMap<string, Knowledge>;
  readonly accounts: Map<string, AccountId>;
  /** The roles that the host keeps, by account. `undefined`: the store keeps the roles. */
  readonly hostRoles: Map<string, readonly string[]> | undefined;
  /** The directory's entries, by name. `undefined`: the host has no directory. */
  readonly entries: Map<string, Entry> | undefined;
  /** The roles that the provider may give. The host configures the roles at the start of a process. */
  gives: readonly string[];
  /** The host's secrets, in every process at once. The first is in use. */
  secrets: readonly string[];
  /** An engine for the checks. Its calls bypass the scheduler. */
  abstract readonly observer: Sallyport;

  constructor(beginning: StateBeginning) {
    this.now = beginning.now;
    this.store = memoryStore(beginning.store === undefined ? {} : { snapshot: beginning.store });
    this.clients = new Map(beginning.clients.map((client) => [client.name, structuredClone(client)]));
    this.knowledge = new Map(beginning.knowledge.map(([name, known]) => [name, structuredClone(known)]));
    this.accounts = new Map(beginning.accounts);
    this.gives = beginning.gives;
    this.secrets = beginning.secrets;
    this.entries = beginning.entries && new Map(structuredClone(beginning.entries));
    this.hostRoles = beginning.hostRoles === undefined ? undefined : new Map(beginning.hostRoles);
  }

  client(name: string): Client {
    const client = this.clients.get(name);
    if (client === undefined) throw new RangeError(`there is no client ${name}`);
    return client;
  }

  known(name: string): Knowledge {
    const known = this.knowledge.get(name);
    if (known === undefined) throw new RangeError(`there is no person ${name}`);
    return known;
  }

  accountId(name: string): AccountId {
    const id = this.accounts.get(name);
    if (id === undefined) throw new RangeError(`there is no account ${name}`);
    return id;
  }

  /** The name of an account, for stories. */
  nameOf(id: string | undefined): string {
    return [...this.accounts].find(([, other]) => other === id)?.[0] ?? 'somebody new';
  }

  get instant(): ReturnType<typeof instant> {
    return instant(this.now);
  }

  /** Whether the store finds a device among the known devices of the account. */
  async isKnownDevice(account: string, token: string): Promise<boolean> {
    const inForce = await this.store.readPolicy(TENANT);
    const loaded = await this.store.beginStep({
      tenant: TENANT,
      now: this.instant,
      knownPolicy: inForce?.version ?? 0,
      account: { kind: 'id', value: this.accountId(account) },
      deviceHashes: [hashOf(token)],
    });
    return loaded.knownDevice !== undefined;
  }

  /** The id of a session, by its token. Returns `undefined` if the session is gone. */
  async sessionId(account: string, token: string): Promise<string | undefined> {
    const sessions = await this.store.listSessions(TENANT, this.accountId(account), this.instant);
    return sessions.find(({ tokenHash }) => tokenHash === hashOf(token))?.id;
  }

  /** The whole action log. */
  async events(): Promise<readonly EventRecord[]> {
    const all: EventRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.store.listEvents(TENANT, { limit: 500, cursor });
      all.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return all;
  }
}

/** The stored hash of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
