import { AsyncLocalStorage } from 'node:async_hooks';
import { HashingBusy, StoreUnavailable } from '@sallyport/engine';
import { settled } from '../ports/turns.ts';
import type { Fate, Port, Process, Task, Work } from './task.ts';

export interface Happened {
  readonly task: Task;
  readonly fate: Fate;
  /** Absent: the port did not answer. */
  readonly came?: unknown;
}

/** Each used `AsyncLocalStorage` slows down every promise of the process, so all schedulers share this one. */
const requests = new AsyncLocalStorage<Work>();

/** Between two turns no code runs. The caller of `turn` decides the order and the fate of every call. */
export class Scheduler {
  readonly pending: Task[] = [];
  steps = 0;
  #turn: Work;
  #works = 0;
  readonly #told: (happened: Happened) => void;

  constructor(told: (happened: Happened) => void) {
    this.#told = told;
    this.#turn = this.work({ who: 'nobody', what: 'begins', process: { number: 0, dead: false }, luck: 0 });
  }

  /** Two requests may share a call, which belongs to one of the two. */
  get current(): Work {
    return this.#turn.after === undefined ? (requests.getStore() ?? this.#turn) : this.#turn;
  }

  work(facts: Pick<Work, 'who' | 'what' | 'process' | 'luck' | 'after'>): Work {
    return { ...facts, id: this.#works++, calls: 0, faults: 0 };
  }

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

  drop(task: Task): void {
    const place = this.pending.indexOf(task);
    if (place >= 0) this.pending.splice(place, 1);
  }

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

  async start(work: Work, body: () => Promise<void>): Promise<void> {
    this.#turn = work;
    void requests.run(work, body);
    await settled();
  }

  #kill(process: Process): void {
    process.dead = true;
    for (const task of this.pending.filter(({ work }) => work.process === process)) this.drop(task);
  }
}

function faultOf(port: Port, verb: string): Error {
  if (port === 'store') return new StoreUnavailable({ operation: verb });
  return port === 'hashing' ? new HashingBusy() : new Error(`${port} did not answer`);
}
