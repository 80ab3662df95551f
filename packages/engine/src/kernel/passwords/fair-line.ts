/** The hashing queue is full: nothing was hashed. */
export class HashingBusy extends Error {
  /** As in the refusal: the client tries again later. */
  readonly code = 'busy';
  constructor() {
    super('too many passwords are waiting to be hashed');
    this.name = 'HashingBusy';
  }
}

/**
 * The source of the work:
 *
 * - `own`: host code, the account of a session, and the link of a recovery
 * - `known-device`: a device that the account knows
 * - `stranger`: anybody else, also with the link of a sign-up or of an invitation
 */
const QUEUES = ['own', 'known-device', 'stranger'] as const;

/** The queue of a job: jobs in other queues, or for other subjects, do not wait for this job. */
export interface Turn {
  readonly queue: (typeof QUEUES)[number];
  /** The account's id, or the keyed hash of an unknown identifier. */
  readonly subject: string;
}

/** Runs a job when its turn comes. @throws HashingBusy if the queue is full */
export type FairLine = <Result>(turn: Turn, job: () => Promise<Result>) => Promise<Result>;

/**
 * Runs up to `concurrency` jobs at once, and keeps up to `capacity` waiting jobs in each queue. The queues take turns, and so do the
 * subjects in a queue. If a queue is full, a job of a subject with few waiting jobs replaces the last job of the subject with the most.
 */
export function fairLine(concurrency: number, capacity: number): FairLine {
  const queues = new Map(QUEUES.map((queue) => [queue, new Queue(capacity)]));
  let running = 0;

  function next(): Waiting | undefined {
    for (const [name, queue] of queues) {
      const waiting = queue.take();
      if (waiting === undefined) continue;
      // Next time, the other queues come first.
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
  /** The waiting jobs by subject. The next subject comes first. */
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

  /** Drops a waiting job of the subject with the most jobs, if that subject has more than `fewer`. Returns whether a job was dropped. */
  #makesRoom(fewer: number): boolean {
    let most: Waiting[] = [];
    for (const waiting of this.#bySubject.values()) if (waiting.length > most.length) most = waiting;
    if (most.length <= fewer) return false;
    most.pop()?.giveUp(new HashingBusy());
    this.#count -= 1;
    return true;
  }
}
