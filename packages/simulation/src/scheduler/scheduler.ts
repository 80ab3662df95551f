import { AsyncLocalStorage } from 'node:async_hooks';
import { HashingBusy, StoreUnavailable } from '@sallyport/engine';
import { settled } from '../ports/turns.ts';
import type { Fate, Port, Process, Task, Work } from './task.ts';

/** One thing that happened: what a port was asked, and what it did. */
export interface Happened {
  readonly task: Task;
  readonly fate: Fate;
  /** What the port answered, where it did. */
  readonly came?: unknown;
}

/** The request that runs. One for all schedulers: each storage that was ever entered makes every promise of the process slower. */
const requests = new AsyncLocalStorage<Work>();

/**
 * Owns every call of a port. A call waits here until it is its turn; between two turns nothing runs. Whoever makes the turns decides
 * everything there is to decide.
 */
export class Scheduler {
  readonly pending: Task[] = [];
  steps = 0;
  /** Whose call was answered last. */
  #turn: Work;
  #works = 0;
  readonly #told: (happened: Happened) => void;

  constructor(told: (happened: Happened) => void) {
    this.#told = told;
    this.#turn = this.work({ who: 'nobody', what: 'begins', process: { number: 0, dead: false }, luck: 0 });
  }

  /** Who runs. Two requests may wait for one answer, as of a host that is asked once for both: then both run, and the call that was answered is of one of them. */
  get current(): Work {
    return this.#turn.after === undefined ? (requests.getStore() ?? this.#turn) : this.#turn;
  }

  work(facts: Pick<Work, 'who' | 'what' | 'process' | 'luck' | 'after'>): Work {
    return { ...facts, id: this.#works++, calls: 0, faults: 0 };
  }

  /** A call of a port, made by whoever has the turn. */
  call<Answer>(
    port: Port,
    verb: string,
    asked: readonly unknown[],
    effect: () => Promise<Answer> | Answer,
    { work = this.current, due = 0 }: { readonly work?: Work; readonly due?: number } = {},
  ): Promise<Answer> {
    // A process that is dead is never answered, and asks for nothing more.
    if (work.process.dead) return new Promise(() => {});
    const nth = ++work.calls;
    return new Promise((resolve, reject) => {
      this.pending.push({
        ...{ work, nth, port, verb, asked, due },
        async take() {
          try {
            const came = await effect();
            return { came, failed: false, deliver: () => resolve(came) };
          } catch (came) {
            return { came, failed: true, deliver: () => reject(came) };
          }
        },
        refuse: () => reject(faultOf(port, verb)),
      });
    });
  }

  /** Takes a call off the line. Whoever waits for it waits for ever, unless it is given a turn after all. */
  drop(task: Task): void {
    const place = this.pending.indexOf(task);
    if (place >= 0) this.pending.splice(place, 1);
  }

  /** Gives a call its turn, and lets everything run that follows from it, up to the next calls. */
  async turn(task: Task, fate: Fate): Promise<void> {
    this.drop(task);
    this.#turn = task.work;
    this.steps++;
    if (fate !== 'answered' && task.port === 'store') task.work.faults++;
    switch (fate) {
      case 'fails':
        this.#told({ task, fate });
        task.refuse();
        break;
      case 'crashes-before':
        this.#told({ task, fate });
        this.#kill(task.work.process);
        break;
      case 'lost':
      case 'crashes-after': {
        const { came } = await task.take();
        this.#told({ task, fate, came });
        if (fate === 'lost') task.refuse();
        else this.#kill(task.work.process);
        break;
      }
      case 'answered': {
        const taken = await task.take();
        this.#told({ task, fate: taken.failed ? 'fails' : fate, came: taken.came });
        taken.deliver();
      }
    }
    await settled();
  }

  /** Starts work, up to its first calls. */
  async start(work: Work, body: () => Promise<void>): Promise<void> {
    this.#turn = work;
    void requests.run(work, body);
    await settled();
  }

  /** A process dies: what it waited for is answered to nobody. */
  #kill(process: Process): void {
    process.dead = true;
    for (const task of this.pending.filter(({ work }) => work.process === process)) this.drop(task);
  }
}

/** What a port says that could not do what it was asked. */
function faultOf(port: Port, verb: string): Error {
  if (port === 'store') return new StoreUnavailable({ operation: verb });
  return port === 'hashing' ? new HashingBusy() : new Error(`${port} did not answer`);
}
