import type { AccountId, Commit, SessionCheck, SessionLoaded, Store, TenantId } from '@sallyport/store';

interface Recent {
  readonly loaded: SessionLoaded;
  readonly account: string;
  /** Before the read began, by the monotonic clock, which stands still in a machine that sleeps. */
  readonly readAt: number;
  readonly now: number;
  readonly changes: number;
}

const MOST = 2_000;

class Generations<Value> {
  #recent = new Map<string, Value>();
  #before = new Map<string, Value>();
  #begun = 0;
  readonly #period: number;
  readonly #most: number;

  constructor(period: number, most: number) {
    this.#period = period;
    this.#most = most;
  }

  get(key: string): Value | undefined {
    return this.#recent.get(key) ?? this.#before.get(key);
  }

  set(key: string, value: Value, at: number): void {
    if (at - this.#begun >= this.#period || this.#recent.size >= this.#most) {
      this.#before = at - this.#begun >= 2 * this.#period ? new Map() : this.#recent;
      this.#recent = new Map();
      this.#begun = at;
    }
    this.#recent.set(key, value);
  }

  delete(key: string): void {
    this.#recent.delete(key);
    this.#before.delete(key);
  }
}

export interface RecentChecksOptions {
  readonly within: number;
  readonly clock: () => number;
  readonly mayReuse?: () => boolean;
  readonly most?: number;
}

export class RecentChecks {
  readonly #store: Pick<Store, 'checkSession'>;
  readonly #within: number;
  readonly #clock: () => number;
  readonly #mayReuse: () => boolean;
  readonly #kept: Generations<Recent>;
  readonly #changedAt: Generations<number>;
  #changes = 0;
  #changedAll = 0;

  constructor(
    store: Pick<Store, 'checkSession'>,
    { within, clock, mayReuse = () => true, most = MOST }: RecentChecksOptions,
  ) {
    this.#store = store;
    this.#within = within;
    this.#clock = clock;
    this.#mayReuse = mayReuse;
    this.#kept = new Generations(within, most);
    this.#changedAt = new Generations(within, Number.POSITIVE_INFINITY);
  }

  recent({ tenant, tokenHash, now, touchAfter, in: entered }: SessionCheck): SessionLoaded | undefined {
    const kept = this.#kept.get(tokenHash);
    if (kept === undefined || entered !== undefined || !this.#isFresh(kept, now) || !this.#mayReuse()) return undefined;
    const { session } = kept.loaded;
    const idle = now - session.lastSeenAt;
    const isLive = session.tenant === tenant && session.expiresAt > now && idle <= session.idle && idle <= touchAfter;
    return isLive ? kept.loaded : undefined;
  }

  async anew(check: SessionCheck): Promise<SessionLoaded | undefined> {
    const [readAt, changes] = [this.#clock(), this.#changes];
    const loaded = await this.#store.checkSession(check);
    if (loaded === undefined || loaded.policy !== undefined) this.#kept.delete(check.tokenHash);
    else if (check.in === undefined) {
      const account = keyOf(loaded.account.tenant, loaded.account.id);
      this.#kept.set(check.tokenHash, { loaded, account, readAt, now: check.now, changes }, this.#clock());
    }
    return loaded;
  }

  note(change: Commit): void {
    this.#changes++;
    if (change.policy !== undefined) this.#changedAll = this.#changes;
    for (const id of accountsOf(change)) this.#changedAt.set(keyOf(change.tenant, id), this.#changes, this.#clock());
  }

  #isFresh({ readAt, now: then, changes, account }: Recent, now: number): boolean {
    const age = now - then;
    if (age < 0 || age >= this.#within || this.#clock() - readAt >= this.#within) return false;
    return changes >= Math.max(this.#changedAt.get(account) ?? 0, this.#changedAll);
  }
}

function accountsOf({ account, deleteAccount, newSession, session, endSessions }: Commit): ReadonlySet<AccountId> {
  const ids = [
    account?.id,
    deleteAccount?.id,
    newSession?.session.accountId,
    session?.accountId,
    endSessions?.accountId,
  ];
  return new Set(ids.filter((id) => id !== undefined));
}

function keyOf(tenant: TenantId, id: AccountId): string {
  return `${id} ${tenant}`;
}
