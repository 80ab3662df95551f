import { type Instant, type Policy, wornRoles } from '@sallyport/core';
import type { AccountId, AccountRecord, ClientMode, SessionRecord, TenantId } from '@sallyport/store';
import type { LiveSession, SessionInfo } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { RequestPlace } from '../kernel/request-place.ts';
import { ownSessionInfo } from './session-info.ts';

export interface CheckedRecords {
  readonly record: SessionRecord;
  readonly account: AccountRecord;
  /** As `countedForSoon` returns the account. Absent: `account`. */
  readonly counted?: AccountRecord;
}

/** The private member hides the records from the host's code. */
export class CheckedSession implements LiveSession {
  readonly tenant: TenantId;
  readonly id: string;
  readonly accountId: AccountId;
  readonly externalId?: string;
  readonly roles: readonly string[];
  readonly mode: ClientMode;
  readonly organisation?: NonNullable<LiveSession['organisation']>;
  readonly #policy: Policy;
  readonly #place: RequestPlace;
  readonly #records: CheckedRecords;
  readonly #now: Instant;
  #info: SessionInfo | undefined;

  /** @param place in which the session was checked */
  constructor(policy: Policy, records: CheckedRecords, now: Instant, place: RequestPlace) {
    const { record, account } = records;
    this.tenant = record.tenant;
    this.id = record.id;
    this.accountId = record.accountId;
    this.externalId = account.externalId;
    this.roles = account.providerRoles === undefined ? account.roles : worn(policy, records, now);
    this.mode = record.mode;
    if (place.entered !== undefined) this.organisation = { id: place.entered.id, roles: place.entered.roles };
    this.#policy = policy;
    this.#place = place;
    this.#now = now;
    this.#records = records;
  }

  get info(): SessionInfo {
    const { record, account, counted = account } = this.#records;
    this.#info ??= ownSessionInfo(this.#policy, record, counted, this.#now);
    return this.#info;
  }

  static placeOf(session: CheckedSession): RequestPlace {
    return session.#place;
  }

  toJSON(): LiveSession {
    const { tenant, id, accountId, externalId, roles, mode, info, organisation } = this;
    return { tenant, id, accountId, externalId, roles, info, mode, ...(organisation && { organisation }) };
  }

  static isOne(value: unknown): value is CheckedSession {
    return typeof value === 'object' && value !== null && #records in value;
  }

  static recordsOf(session: LiveSession): CheckedRecords {
    if (!CheckedSession.isOne(session)) throw new TypeError('this is no session that Sallyport checked');
    return session.#records;
  }
}

function worn(policy: Policy, { record, account }: CheckedRecords, now: Instant): readonly string[] {
  return wornRoles(policy, factsOf(account, policy, now), record.evidence, now);
}

export function checkedRecords(session: LiveSession): CheckedRecords {
  return CheckedSession.recordsOf(session);
}
