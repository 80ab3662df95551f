import { type Instant, type Policy, wornRoles } from '@sallyport/core';
import type { AccountId, AccountRecord, ClientMode, SessionRecord, TenantId } from '@sallyport/store';
import type { LiveSession, SessionInfo } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { sessionInfo } from './session-info.ts';

/** The records a session was checked against. They hold hashes and sealed secrets, and never reach a host. */
export interface CheckedRecords {
  readonly record: SessionRecord;
  readonly account: AccountRecord;
}

/**
 * A session that is handed to the host. The records it was checked against are in a private member, which the host's code cannot
 * see. Each request of a host makes one: `info` is worked out when it is first read.
 */
export class CheckedSession implements LiveSession {
  readonly tenant: TenantId;
  readonly id: string;
  readonly accountId: AccountId;
  readonly externalId?: string;
  readonly roles: readonly string[];
  readonly mode: ClientMode;
  readonly #policy: Policy;
  readonly #records: CheckedRecords;
  #info: SessionInfo | undefined;

  constructor(policy: Policy, records: CheckedRecords, now: Instant) {
    const { record, account } = records;
    this.tenant = record.tenant;
    this.id = record.id;
    this.accountId = record.accountId;
    this.externalId = account.externalId;
    this.roles = account.providerRoles === undefined ? account.roles : worn(policy, records, now);
    this.mode = record.mode;
    this.#policy = policy;
    this.#records = records;
  }

  get info(): SessionInfo {
    this.#info ??= sessionInfo(this.#policy, this.#records.record, this.#records.account);
    return this.#info;
  }

  toJSON(): LiveSession {
    const { tenant, id, accountId, externalId, roles, mode, info } = this;
    return { tenant, id, accountId, externalId, roles, info, mode };
  }

  /** @throws TypeError if the session is not one that the session check handed out. */
  static recordsOf(session: LiveSession): CheckedRecords {
    if (!(#records in session)) throw new TypeError('this is no session that Sallyport checked');
    return session.#records;
  }
}

/** What a host may go by: a provider's roles only in sessions that rest on an identity there. */
function worn(policy: Policy, { record, account }: CheckedRecords, now: Instant): readonly string[] {
  return wornRoles(policy, factsOf(account, policy), record.evidence, now);
}

/** @throws TypeError if the session is not one that the session check handed out. */
export function checkedRecords(session: LiveSession): CheckedRecords {
  return CheckedSession.recordsOf(session);
}
