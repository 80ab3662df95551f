import {
  type AccountId,
  type Listed,
  MEMBERSHIPS_PER_ACCOUNT,
  type MembershipRecord,
  type MembershipsPage,
  type OrganisationRecord,
  type Page,
  pageOf,
  placeOf,
} from '@sallyport/store';

/** A removal takes memberships and earlier versions away at once: nothing is left for a sweep. */
export class OrganisationTable {
  /** Oldest first. */
  readonly #versions = new Map<string, readonly OrganisationRecord[]>();
  readonly #members = new Map<string, Map<AccountId, MembershipRecord>>();
  readonly #ofAccount = new Map<AccountId, Map<string, MembershipRecord>>();

  newest(id: string): OrganisationRecord | undefined {
    return this.#versions.get(id)?.at(-1);
  }

  version(id: string, version: number): OrganisationRecord | undefined {
    return this.#versions.get(id)?.find((one) => one.version === version);
  }

  isLive(id: string): boolean {
    const newest = this.newest(id);
    return newest !== undefined && newest.removedAt === undefined;
  }

  put(record: OrganisationRecord): void {
    if (record.removedAt === undefined) {
      this.#versions.set(record.id, [...(this.#versions.get(record.id) ?? []), record]);
      return;
    }
    this.#versions.set(record.id, [record]);
    for (const { accountId } of [...this.#membersOf(record.id)]) this.removeMembership(record.id, accountId);
  }

  membership(organisation: string, accountId: AccountId): MembershipRecord | undefined {
    return this.#ofAccount.get(accountId)?.get(organisation);
  }

  putMembership(record: MembershipRecord): void {
    const { organisation, accountId } = record;
    inner(this.#members, organisation).set(accountId, record);
    inner(this.#ofAccount, accountId).set(organisation, record);
  }

  removeMembership(organisation: string, accountId: AccountId): void {
    remove(this.#members, organisation, accountId);
    remove(this.#ofAccount, accountId, organisation);
  }

  removeAccount(accountId: AccountId): void {
    for (const { organisation } of this.of(accountId)) this.removeMembership(organisation, accountId);
  }

  hasRoom(accountId: AccountId, organisation: string, most: number): boolean {
    const memberships = this.#ofAccount.get(accountId);
    return (memberships?.size ?? 0) - Number(memberships?.has(organisation) ?? false) < most;
  }

  list(page: Page): Listed<OrganisationRecord> {
    const after = placeOf(page);
    const newest = [...this.#versions.values()]
      .flatMap((versions) => versions.at(-1) ?? [])
      .filter(({ id, removedAt }) => removedAt === undefined && (after === undefined || id > after))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    return pageOf(newest, page.limit, ({ id }) => id);
  }

  listVersions(id: string, page: Page): Listed<OrganisationRecord> {
    const before = Number(placeOf(page) ?? Number.POSITIVE_INFINITY);
    const versions = (this.#versions.get(id) ?? []).filter(({ version }) => version < before).reverse();
    return pageOf(versions, page.limit, ({ version }) => `${version}`);
  }

  listMemberships(organisation: string, page: MembershipsPage): Listed<MembershipRecord> {
    const { limit, role } = page;
    const after = placeOf(page);
    const members = this.#membersOf(organisation)
      .filter(({ accountId, roles }) => {
        return (after === undefined || accountId > after) && (role === undefined || roles.includes(role));
      })
      .sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
    return pageOf(members, limit, ({ accountId }) => accountId);
  }

  of(accountId: AccountId): readonly MembershipRecord[] {
    return [...(this.#ofAccount.get(accountId)?.values() ?? [])]
      .sort((one, other) => (one.organisation < other.organisation ? -1 : 1))
      .slice(0, MEMBERSHIPS_PER_ACCOUNT);
  }

  /** All versions, of each organisation the oldest first. */
  organisations(): readonly OrganisationRecord[] {
    return [...this.#versions.values()].flat();
  }

  memberships(): readonly MembershipRecord[] {
    return [...this.#members.values()].flatMap((members) => [...members.values()]);
  }

  #membersOf(organisation: string): readonly MembershipRecord[] {
    return [...(this.#members.get(organisation)?.values() ?? [])];
  }
}

type Nested<Outer, Inner> = Map<Outer, Map<Inner, MembershipRecord>>;

function inner<Outer, Inner>(nested: Nested<Outer, Inner>, key: Outer): Map<Inner, MembershipRecord> {
  const found = nested.get(key) ?? new Map<Inner, MembershipRecord>();
  nested.set(key, found);
  return found;
}

function remove<Outer, Inner>(nested: Nested<Outer, Inner>, outer: Outer, key: Inner): void {
  const found = nested.get(outer);
  found?.delete(key);
  if (found?.size === 0) nested.delete(outer);
}
