import { createHash } from 'node:crypto';
import { instant } from '@sallyport/core';
import {
  type AccountId,
  type CodeToSend,
  createSallyport,
  type EventRecord,
  type Mail,
  type NotifyOwner,
  type Sallyport,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { type MemorySnapshot, type MemoryStore, memoryStore } from '@sallyport/storage-memory';
import { Ledger } from '../ledger/ledger.ts';
import { witness } from '../ledger/witness.ts';
import { mix, type Numbers, numbers } from '../numbers.ts';
import { type Entry, simulatedDirectory } from '../ports/directory.ts';
import { simulatedProvider } from '../ports/provider.ts';
import { simulatedStore } from '../ports/store.ts';
import { timerIn } from '../ports/timers.ts';
import { type Happened, Scheduler } from '../scheduler/scheduler.ts';
import type { Process } from '../scheduler/task.ts';
import type { Client, Keys, Knowledge } from './person.ts';
import { FIRST_POLICY, withDirectory } from './policies.ts';

export const TENANT: ReturnType<typeof tenantId> = tenantId('default');

/** The serialised state of a world. Many histories begin from one such state. */
export interface Beginning {
  readonly now: number;
  readonly store: MemorySnapshot | undefined;
  readonly clients: readonly Client[];
  readonly knowledge: readonly (readonly [string, Knowledge])[];
  readonly accounts: readonly (readonly [string, AccountId])[];
  readonly keys: Keys;
  readonly mails: readonly Mail[];
  readonly texts: readonly CodeToSend[];
  readonly hostRoles: readonly (readonly [string, readonly string[]])[] | undefined;
  /** The entries of the host's directory, if it has one. */
  readonly entries: readonly (readonly [string, Entry])[] | undefined;
  /** The roles that the provider may give. */
  readonly gives: readonly string[];
  readonly ledger: ReturnType<Ledger['begun']> | undefined;
}

interface Running {
  readonly process: Process;
  readonly auth: Sallyport;
}

/** A simulated deployment: a store, the processes of the host, the clients, and the time. */
export class World {
  now: number;
  readonly store: MemoryStore;
  readonly scheduler: Scheduler;
  readonly ledger: Ledger;
  readonly clients: ReadonlyMap<string, Client>;
  readonly knowledge: ReadonlyMap<string, Knowledge>;
  readonly accounts: Map<string, AccountId>;
  readonly keys: Keys;
  /** The random numbers for new credentials of keys. */
  readonly keyNumbers: Numbers;
  readonly mails: Mail[];
  /** Codes sent to telephones. */
  readonly texts: CodeToSend[];
  /** The roles that the host keeps, by account. `undefined`: the store keeps the roles. */
  readonly hostRoles: Map<string, readonly string[]> | undefined;
  /** The directory's entries, by name. `undefined`: the host has no directory. */
  readonly entries: Map<string, Entry> | undefined;
  /** The roles that the provider may give. The host configures the roles at the start of a process. */
  gives: readonly string[];
  /** How many further hashes are refused, because strangers fill the queue. */
  floods = 0;
  readonly #processes: Running[] = [];
  readonly #numbers: Numbers;
  readonly #processCount: number;
  #observer: Sallyport | undefined;

  constructor(
    beginning: Beginning,
    setting: { readonly seed: number; readonly processes: number; told(happened: Happened): void },
  ) {
    this.now = beginning.now;
    this.store = memoryStore(beginning.store === undefined ? {} : { snapshot: beginning.store });
    this.scheduler = new Scheduler(setting.told);
    this.clients = new Map(beginning.clients.map((client) => [client.name, structuredClone(client)]));
    this.knowledge = new Map(beginning.knowledge.map(([name, known]) => [name, structuredClone(known)]));
    this.accounts = new Map(beginning.accounts);
    this.keys = clonesOf(beginning.keys);
    this.keyNumbers = numbers(mix(setting.seed, beginning.now, 4));
    this.mails = [...beginning.mails];
    this.texts = [...beginning.texts];
    this.gives = beginning.gives;
    this.entries = beginning.entries && new Map(structuredClone(beginning.entries));
    this.hostRoles = beginning.hostRoles === undefined ? undefined : new Map(beginning.hostRoles);
    this.ledger = new Ledger(this, beginning.ledger);
    this.#numbers = numbers(mix(setting.seed, beginning.now));
    this.#processCount = setting.processes;
  }

  /** The process for a request. Restarts the process if it died. */
  process(luck: number): Running {
    const number = luck % this.#processCount;
    const running = this.#processes[number];
    if (running !== undefined && !running.process.dead) return running;
    const process: Process = { number, dead: false };
    const started = { process, auth: this.#start(simulatedStore(this.store, this.scheduler, witness(this))) };
    this.#processes[number] = started;
    return started;
  }

  /** Deploys the host again: new processes answer all later requests. */
  deploys(gives: readonly string[]): void {
    this.gives = gives;
    this.ledger.givable.push({ from: this.ledger.tick(), roles: gives });
    this.#processes.length = 0;
    this.#observer = undefined;
  }

  /** An engine for the checks. Its calls bypass the scheduler. */
  get observer(): Sallyport {
    this.#observer ??= this.#start(this.store, true);
    return this.#observer;
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

  /** Serialises the world, as the beginning of other histories. */
  written(): Beginning {
    return {
      now: this.now,
      store: JSON.parse(JSON.stringify(this.store)),
      clients: [...this.clients.values()].map((client) => ({
        ...structuredClone(client),
        ...(client.flow === undefined ? {} : { flowSince: 0 }),
      })),
      knowledge: [...this.knowledge].map(([name, known]) => [name, asKnownFirst(known)] as const),
      gives: this.gives,
      accounts: [...this.accounts],
      keys: clonesOf(this.keys),
      mails: [...this.mails],
      texts: [...this.texts],
      entries: this.entries && structuredClone([...this.entries]),
      hostRoles: this.hostRoles === undefined ? undefined : [...this.hostRoles],
      ledger: this.ledger.begun(),
    };
  }

  #start(store: Store, looksOn = false): Sallyport {
    const { scheduler, hostRoles, entries } = this;
    return createSallyport({
      origin: 'https://app.example',
      secrets: ['the secret of a world that is made up'],
      store,
      policy: entries === undefined ? FIRST_POLICY : withDirectory(FIRST_POLICY),
      vault: {},
      providers: [simulatedProvider(this)],
      ...(entries === undefined ? {} : { directory: simulatedDirectory(this, entries) }),
      codes: {
        sms: {
          label: 'SMS',
          send: (code) => scheduler.call('mail', code.method, [code], () => void this.texts.push(code)),
        },
      },
      // No limit: the scheduler decides which hashes are refused.
      passwordHashing: { memoryCost: 8, timeCost: 1, concurrency: 1_000_000 },
      clock: () => this.now,
      ...(looksOn ? {} : { timer: timerIn(this) }),
      random: (length) => this.#numbers.bytes(length),
      sendMail: (mail) =>
        scheduler.call('mail', mail.kind, [mail], () => {
          this.mails.push(mail);
        }),
      notifyOwner: (notice) => this.#notify(notice),
      ...(hostRoles === undefined
        ? {}
        : {
            resolveSubject: (id) => {
              const roles = (): readonly string[] => hostRoles.get(this.nameOf(id)) ?? [];
              return looksOn ? roles() : scheduler.call('host', 'resolveSubject', [id], roles);
            },
          }),
    });
  }

  #notify(notice: Parameters<NotifyOwner>[0]): Promise<void> {
    return this.scheduler.call('notifier', notice.event.type, [notice], () => {
      this.ledger.told(notice);
    });
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
      deviceHash: hashOf(token),
    });
    return loaded.knownDevice;
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

/** Moves a requested address to before the beginning of the history. */
function asKnownFirst(known: Knowledge): Knowledge {
  const { asked, ...rest } = structuredClone(known);
  return asked === undefined ? rest : { ...rest, asked: { ...asked, since: 0 } };
}

/** Copies keys, so that a history does not change the keys of another history. */
function clonesOf(keys: Keys): Keys {
  return new Map([...keys].map(([name, key]) => [name, key.clone()]));
}

/** The stored hash of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
