import type { AccountId } from '@sallyport/store';

export interface Tokened {
  readonly id: string;
  readonly tokenHash: string;
  readonly accountId?: AccountId;
}

export class TokenTable<Held extends Tokened> {
  readonly #byId = new Map<string, Held>();
  readonly #idOfToken = new Map<string, string>();
  readonly #idsOfAccount = new Map<AccountId, Set<string>>();

  byId(id: string): Held | undefined {
    return this.#byId.get(id);
  }

  byToken(tokenHash: string): Held | undefined {
    const id = this.#idOfToken.get(tokenHash);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  of(accountId: AccountId): readonly Held[] {
    const ids = this.#idsOfAccount.get(accountId) ?? [];
    return [...ids].flatMap((id) => this.#byId.get(id) ?? []);
  }

  all(): IterableIterator<Held> {
    return this.#byId.values();
  }

  put(record: Held): void {
    this.delete(record.id);
    this.#byId.set(record.id, record);
    this.#idOfToken.set(record.tokenHash, record.id);
    if (record.accountId === undefined) return;
    const ids = this.#idsOfAccount.get(record.accountId);
    if (ids === undefined) this.#idsOfAccount.set(record.accountId, new Set([record.id]));
    else ids.add(record.id);
  }

  delete(id: string): void {
    const record = this.#byId.get(id);
    if (record === undefined) return;
    this.#byId.delete(id);
    this.#idOfToken.delete(record.tokenHash);
    if (record.accountId === undefined) return;
    const ids = this.#idsOfAccount.get(record.accountId);
    ids?.delete(id);
    if (ids?.size === 0) this.#idsOfAccount.delete(record.accountId);
  }

  sweep(isPast: (record: Held) => boolean): number {
    const past = [...this.#byId.values()].filter(isPast);
    for (const { id } of past) this.delete(id);
    return past.length;
  }
}
