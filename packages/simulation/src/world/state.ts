import { createHash } from 'node:crypto';
import { instant } from '@sallyport/core';
import { type AccountId, type EventRecord, type Sallyport, tenantId } from '@sallyport/engine';
import { type MemorySnapshot, type MemoryStore, memoryStore } from '@sallyport/storage-memory';
import type { Entry } from '../ports/directory.ts';
import type { Client, Knowledge } from './person.ts';

export const TENANT: ReturnType<typeof tenantId> = tenantId('default');

export interface StateBeginning {
  readonly now: number;
  readonly store: MemorySnapshot | undefined;
  readonly clients: readonly Client[];
  readonly knowledge: readonly (readonly [string, Knowledge])[];
  readonly accounts: readonly (readonly [string, AccountId])[];
  readonly hostRoles: readonly (readonly [string, readonly string[]])[] | undefined;
  readonly entries: readonly (readonly [string, Entry])[] | undefined;
  readonly gives: readonly string[];
  /** The first is in use. */
  readonly secrets: readonly string[];
}

export abstract class WorldState {
  now: number;
  readonly store: MemoryStore;
  readonly clients: ReadonlyMap<string, Client>;
  readonly knowledge: ReadonlyMap<string, Knowledge>;
  readonly accounts: Map<string, AccountId>;
  readonly hostRoles: Map<string, readonly string[]> | undefined;
  readonly entries: Map<string, Entry> | undefined;
  /** The host configures the roles at the start of a process. */
  gives: readonly string[];
  secrets: readonly string[];
  /** Its calls bypass the scheduler. */
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

  nameOf(id: string | undefined): string {
    return [...this.accounts].find(([, other]) => other === id)?.[0] ?? 'somebody new';
  }

  get instant(): ReturnType<typeof instant> {
    return instant(this.now);
  }

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

  async sessionId(account: string, token: string): Promise<string | undefined> {
    const sessions = await this.store.listSessions(TENANT, this.accountId(account), this.instant);
    return sessions.find(({ tokenHash }) => tokenHash === hashOf(token))?.id;
  }

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

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
