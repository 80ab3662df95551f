import { AsyncLocalStorage } from 'node:async_hooks';
import { HashingBusy, StoreUnavailable } from '@sallyport/engine';
import { settled } from '../ports/turns.ts';
import type { Fate, Port, Process, Task, Work } from './task.ts';

/** A call of a port that had its turn, and its fate. */
export interface Happened {
  readonly task: Task;
  readonly fate: Fate;
  /** The answer of the port. Absent: the port did not answer. */
  readonly came?: unknown;
}

/** The running request. All schedulers share the storage: each used `AsyncLocalStorage` slows down every promise of the process. */
const requests = new AsyncLocalStorage<Work>();

/**
 * Queues every call of a port until the call's turn. Between two turns no code runs. The caller of `turn` decides the order and the fate of
 * every call.
 */
export class Scheduler {
  readonly pending: Task[] = [];
  steps = 0;
  /** The work of the last answered call. */
  #turn: Work;
  #works = 0;
  readonly #told: (happened: Happened) => void;

  constructor(told: (happened: Happened) => void) {
    this.#told = told;
    this.#turn = this.work({ who: 'nobody', what: 'begins', process: { number: 0, dead: false }, luck: 0 });
  }

  /**
   * The running work. Two requests may share a call, such as a question to the host. After its answer both requests run, and the call belongs
   * to only one of the two.
   */
  get current(): Work {
    return this.#turn.after === undefined ? (requests.getStore() ?? this.#turn) : this.#turn;
  }

  work(facts: Pick<Work, 'who' | 'what' | 'process' | 'luck' | 'after'>): Work {
    return { ...facts, id: this.#works++, calls: 0, faults: 0 };
  }

  /** Queues a call of a port, made by the running work. */
  call<Answer>(
    port: Port,
    verb: string,
    asked: readonly unknown[],
    effect: () => Promise<Answer> | Answer,
    { work = this.current, due = 0 }: { readonly work?: Work; readonly due?: number } = {},
  ): Promise<Answer> {
    // A dead process makes no more calls, and receives no answers.
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

  /** Removes a call from the queue. The caller's promise stays pending, unless the call still gets a turn. */
  drop(task: Task): void {
    const place = this.pending.indexOf(task);
    if (place >= 0) this.pending.splice(place, 1);
  }

  /** Gives a call its turn, and waits until all code that follows has reached its next calls. */
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

  /** Starts work, and waits until the work has reached its first calls. */
  async start(work: Work, body: () => Promise<void>): Promise<void> {
    this.#turn = work;
    void requests.run(work, body);
    await settled();
  }

  /** Kills a process, and drops its pending calls. */
  #kill(process: Process): void {
    process.dead = true;
    for (const task of this.pending.filter(({ work }) => work.process === process)) this.drop(task);
  }
}

/** The error of a failed call. */
function faultOf(port: Port, verb: string): Error {
  if (port === 'store') return new StoreUnavailable({ operation: verb });
  return port === 'hashing' ? new HashingBusy() : new Error(`${port} did not answer`);
}
