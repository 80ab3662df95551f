import { inLaterTurn } from './later-turn.ts';
import type { SessionCheck, SessionLoaded, Store } from './port.ts';

/** The two statements of a session check. Each may be sent twice. */
export interface CheckStatements {
  /** Throws for a text that the database cannot store: in `read` the text would fail other checks too. */
  refuse(check: SessionCheck): void;
  /**
   * One statement. Each check has its own tenant, token hash, `now` and known policy. Returns a function that gives the answer of one check, by the
   * check's place. A throw of that function, as for a record of a newer schema, fails that check alone.
   *
   * Of several checks, the statement moves no `lastSeenAt`. Of a single check it may.
   */
  read(checks: readonly SessionCheck[]): Promise<AnswerOf>;
  /** Moves `lastSeenAt` forward to `now`, and never back. */
  touch(check: SessionCheck, loaded: SessionLoaded): Promise<unknown>;
}

export type AnswerOf = (check: SessionCheck, place: number) => SessionLoaded | undefined;

/** The most checks of a statement. */
const MOST = 100;

/** Milliseconds. */
const SECOND = 1_000;
/** Less than the shortest time limit of a store, so that no caller waits for two time limits. */
const AT_ONCE = 900;

/**
 * The `checkSession` of a store whose checks cost a round trip: the checks of one turn of the event loop go in one statement.
 *
 * - A check joins a statement that is not sent yet, and never a sent one: the answer is of a read that began after the call.
 * - While no statement is on its way, a check is sent at once, alone. Any number of statements may be on their way.
 * - A statement that fails within a second is sent once more at the end of that second: a lost connection would fail the requests of a whole turn.
 * - Concurrent checks of a session share the write of `lastSeenAt`.
 * - On workerd, nothing is shared.
 *
 * @throws TypeError from a check, if its answer is the session of another token or tenant
 */
export function checksTogether(statements: CheckStatements): Store['checkSession'] {
  const share = !endsWithRequest();
  const reads = new Reads(statements.read, share);
  const touches = new Touches(statements.touch, share);
  return async (check) => {
    statements.refuse(check);
    const loaded = await reads.join(check);
    if (loaded === undefined || check.now - loaded.session.lastSeenAt <= check.touchAfter) return loaded;
    await touches.join(check, loaded);
    return { ...loaded, session: { ...loaded.session, lastSeenAt: check.now } };
  };
}

/** workerd ends the connections and timers of a request with the request, so no request may wait for the statement of another one. */
function endsWithRequest(): boolean {
  return Reflect.get(Object(Reflect.get(globalThis, 'navigator')), 'userAgent') === 'Cloudflare-Workers';
}

interface Waiting {
  readonly check: SessionCheck;
  resolve(loaded: SessionLoaded | undefined): void;
  reject(fault: unknown): void;
}

class Reads {
  readonly #read: CheckStatements['read'];
  readonly #share: boolean;
  #waiting: Waiting[] = [];
  #onTheWay = 0;

  constructor(read: CheckStatements['read'], share: boolean) {
    this.#read = read;
    this.#share = share;
  }

  join(check: SessionCheck): Promise<SessionLoaded | undefined> {
    return new Promise((resolve, reject) => {
      const waiting = { check, resolve, reject };
      if (this.#onTheWay === 0 || !this.#share) void this.#send([waiting]);
      else if (this.#waiting.push(waiting) === 1) inLaterTurn(() => this.#sendAll());
    });
  }

  #sendAll(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < all.length; from += MOST) void this.#send(all.slice(from, from + MOST));
  }

  async #send(sent: readonly Waiting[]): Promise<void> {
    const checks = sent.map(({ check }) => check);
    this.#onTheWay++;
    try {
      const answerOf = await onceMore(() => this.#read(checks)).finally(() => this.#onTheWay--);
      for (const [place, waiting] of sent.entries()) answer(waiting, answerOf, place);
    } catch (fault) {
      for (const { reject } of sent) reject(fault);
    }
  }
}

function answer({ check, resolve, reject }: Waiting, answerOf: AnswerOf, place: number): void {
  try {
    resolve(ownOf(check, answerOf(check, place)));
  } catch (fault) {
    reject(fault);
  }
}

/** A store that confuses its rows fails here: no request gets the session of another request. */
function ownOf(check: SessionCheck, loaded: SessionLoaded | undefined): SessionLoaded | undefined {
  if (loaded === undefined) return loaded;
  const { tenant, tokenHash } = check;
  if (loaded.session.tenant !== tenant || loaded.session.tokenHash !== tokenHash)
    throw new TypeError('the store answered a session check with the session of another token or tenant');
  if (isInAnother(check, loaded)) throw new TypeError('the store answered a session check with another organisation');
  return loaded;
}

function isInAnother(
  { tenant, in: entered }: SessionCheck,
  { session: { accountId }, membership, organisation }: SessionLoaded,
): boolean {
  const isOther = (record: { readonly tenant: string } | undefined, id: string | undefined): boolean =>
    record !== undefined && (record.tenant !== tenant || id !== entered?.organisation);
  return (
    isOther(organisation, organisation?.id) ||
    isOther(membership, membership?.organisation) ||
    (membership !== undefined && membership.accountId !== accountId)
  );
}

class Touches {
  readonly #touch: CheckStatements['touch'];
  readonly #share: boolean;
  readonly #onTheWay = new Map<string, { readonly now: number; readonly over: Promise<unknown> }>();

  constructor(touch: CheckStatements['touch'], share: boolean) {
    this.#touch = touch;
    this.#share = share;
  }

  async join(check: SessionCheck, loaded: SessionLoaded): Promise<void> {
    const { tenant, tokenHash, now, touchAfter } = check;
    const key = JSON.stringify([tenant, tokenHash]);
    const sent = this.#onTheWay.get(key);
    if (this.#share && sent !== undefined && now - sent.now <= touchAfter) return void (await sent.over);
    const own = { now, over: onceMore(() => this.#touch(check, loaded)) };
    this.#onTheWay.set(key, own);
    try {
      await own.over;
    } finally {
      if (this.#onTheWay.get(key) === own) this.#onTheWay.delete(key);
    }
  }
}

async function onceMore<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  try {
    return await send();
  } catch (fault) {
    const spent = performance.now() - began;
    if (spent > AT_ONCE) throw fault;
    await new Promise((resume) => setTimeout(resume, SECOND - spent));
    return send();
  }
}
