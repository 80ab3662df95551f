/** The hashing queue is full: nothing was hashed. */
export class HashingBusy extends Error {
  /** As in the refusal: the client tries again later. */
  readonly code = 'busy';
  constructor() {
    super('too many passwords are waiting to be hashed');
    this.name = 'HashingBusy';
  }
}

const QUEUES = ['own', 'known-device', 'stranger'] as const;

export interface Turn {
  readonly queue: (typeof QUEUES)[number];
  readonly subject: string;
}

/** @throws HashingBusy if the queue is full */
export type FairLine = <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result>;

/** The queues take turns, and so do the subjects in a queue. */
export function fairLine(concurrency: number, capacity: number): FairLine {
  const queues = new Map(QUEUES.map((queue) => [queue, new Queue(capacity)]));
  let running = 0;

  function next(): Waiting | undefined {
    for (const [name, queue] of queues) {
      const waiting = queue.take();
      if (waiting === undefined) continue;
      queues.delete(name);
      queues.set(name, queue);
      return waiting;
    }
    return undefined;
  }

  return async ({ queue, subject }, job) => {
    if (running >= concurrency) await queues.get(queue)?.wait(subject);
    else running += 1;
    try {
      return await job();
    } finally {
      const waiting = next();
      if (waiting === undefined) running -= 1;
      else waiting.begin();
    }
  };
}

interface Waiting {
  begin(): void;
  giveUp(busy: HashingBusy): void;
}

class Queue {
  readonly #capacity: number;
  readonly #bySubject = new Map<string, Waiting[]>();
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  wait(subject: string): Promise<void> {
    return new Promise((begin, giveUp) => {
      const own = this.#bySubject.get(subject) ?? [];
      if (this.#count >= this.#capacity && !this.#makesRoom(own.length + 1)) {
        giveUp(new HashingBusy());
        return;
      }
      own.push({ begin, giveUp });
      this.#bySubject.set(subject, own);
      this.#count += 1;
    });
  }

  take(): Waiting | undefined {
    for (const [subject, waiting] of this.#bySubject) {
      const first = waiting.shift();
      this.#bySubject.delete(subject);
      if (waiting.length > 0) this.#bySubject.set(subject, waiting);
      if (first === undefined) continue;
      this.#count -= 1;
      return first;
    }
    return undefined;
  }

  #makesRoom(fewer: number): boolean {
    let most: Waiting[] = [];
    for (const waiting of this.#bySubject.values()) if (waiting.length > most.length) most = waiting;
    if (most.length <= fewer) return false;
    most.pop()?.giveUp(new HashingBusy());
    this.#count -= 1;
    return true;
  }
}
