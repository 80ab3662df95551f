import {
  type CodeToSend,
  createSallyport,
  type Mail,
  type NotifyOwner,
  type Sallyport,
  type Store,
} from '@sallyport/engine';
import { INVARIANTS } from '../invariants.ts';
import { Ledger } from '../ledger/ledger.ts';
import { witness } from '../ledger/witness.ts';
import { mix, type Numbers, numbers } from '../numbers.ts';
import { simulatedDirectory } from '../ports/directory.ts';
import { simulatedProvider } from '../ports/provider.ts';
import { simulatedStore } from '../ports/store.ts';
import { timerIn } from '../ports/timers.ts';
import { type Happened, Scheduler } from '../scheduler/scheduler.ts';
import type { Process } from '../scheduler/task.ts';
import type { Keys, Knowledge } from './person.ts';
import { FIRST_POLICY, withDirectory } from './policies.ts';
import { type StateBeginning, WorldState } from './state.ts';

export interface Beginning extends StateBeginning {
  readonly keys: Keys;
  readonly mails: readonly Mail[];
  readonly texts: readonly CodeToSend[];
  readonly unusual: readonly Link[];
  readonly ledger: ReturnType<Ledger['begun']> | undefined;
}

interface Link {
  readonly to: string;
  readonly token: string;
}

interface Running {
  readonly process: Process;
  readonly auth: Sallyport;
}

export class World extends WorldState {
  readonly scheduler: Scheduler;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly keyNumbers: Numbers;
  readonly mails: Mail[];
  readonly texts: CodeToSend[];
  readonly unusual: Link[];
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
    super(beginning);
    this.scheduler = new Scheduler(setting.told);
    this.keys = clonesOf(beginning.keys);
    this.keyNumbers = numbers(mix(setting.seed, beginning.now, 4));
    this.mails = [...beginning.mails];
    this.texts = [...beginning.texts];
    this.unusual = [...beginning.unusual];
    this.ledger = new Ledger(this, INVARIANTS, beginning.ledger);
    this.#numbers = numbers(mix(setting.seed, beginning.now));
    this.#processCount = setting.processes;
  }

  /** Restarts the process if it died. */
  process(luck: number): Running {
    const number = luck % this.#processCount;
    const running = this.#processes[number];
    if (running !== undefined && !running.process.dead) return running;
    const process: Process = { number, dead: false };
    const started = { process, auth: this.#start(simulatedStore(this.store, this.scheduler, witness(this.ledger))) };
    this.#processes[number] = started;
    return started;
  }

  /** New processes answer all later requests. */
  deploys(gives: readonly string[]): void {
    this.gives = gives;
    this.ledger.givable.push({ from: this.ledger.tick(), roles: gives });
    this.#processes.length = 0;
    this.#observer = undefined;
  }

  get observer(): Sallyport {
    this.#observer ??= this.#start(this.store, true);
    return this.#observer;
  }

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
      secrets: this.secrets,
      accounts: [...this.accounts],
      keys: clonesOf(this.keys),
      mails: [...this.mails],
      texts: [...this.texts],
      unusual: [...this.unusual],
      entries: this.entries && structuredClone([...this.entries]),
      hostRoles: this.hostRoles === undefined ? undefined : [...this.hostRoles],
      ledger: this.ledger.begun(),
    };
  }

  #start(store: Store, looksOn = false): Sallyport {
    const { scheduler, hostRoles, entries } = this;
    const said = (subject: string): void => void this.ledger.said.set(subject, this.now);
    return createSallyport({
      origin: 'https://app.example',
      secrets: () => this.secrets,
      store,
      // A client tells its contexts itself.
      contextOf: () => [],
      policy: entries === undefined ? FIRST_POLICY : withDirectory(FIRST_POLICY),
      vault: {},
      providers: [simulatedProvider(scheduler, this.gives, said)],
      ...(entries === undefined ? {} : { directory: simulatedDirectory(scheduler, entries, said) }),
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
      const { token, addresses } = notice;
      if (token !== undefined) this.unusual.push(...addresses.map((to) => ({ to, token })));
    });
  }
}

function asKnownFirst(known: Knowledge): Knowledge {
  const { asked, ...rest } = structuredClone(known);
  return asked === undefined ? rest : { ...rest, asked: { ...asked, since: 0 } };
}

function clonesOf(keys: Keys): Keys {
  return new Map([...keys].map(([name, key]) => [name, key.clone()]));
}
