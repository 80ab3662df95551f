import type { Policy } from '@sallyport/core';
import type { LiveSession, SessionInfo } from '../api/index.ts';
import type { AccountId, AccountRecord, ClientMode, SessionRecord, TenantId } from '../store/records.ts';
import { sessionInfo } from './session-info.ts';

/** The records a session was checked against. They hold hashes and sealed secrets, and never reach a host. */
export interface Behind {
  readonly record: SessionRecord;
  readonly account: AccountRecord;
}

/**
 * A session that is handed to the host, with the records it was checked against where nothing of the host's can see them. It stands
 * before every request of a host: what a client may know of it is worked out where it is asked for.
 */
export class CheckedSession implements LiveSession {
  readonly tenant: TenantId;
  readonly id: string;
  readonly accountId: AccountId;
  readonly roles: readonly string[];
  readonly mode: ClientMode;
  readonly #policy: Policy;
  readonly #behind: Behind;
  #info: SessionInfo | undefined;

  constructor(policy: Policy, behind: Behind) {
    const { record, account } = behind;
    this.tenant = record.tenant;
    this.id = record.id;
    this.accountId = record.accountId;
    this.roles = account.roles;
    this.mode = record.mode;
    this.#policy = policy;
    this.#behind = behind;
  }

  get info(): SessionInfo {
    this.#info ??= sessionInfo(this.#policy, this.#behind.record, this.#behind.account);
    return this.#info;
  }

  toJSON(): LiveSession {
    const { tenant, id, accountId, roles, mode, info } = this;
    return { tenant, id, accountId, roles, info, mode };
  }

  /** @throws TypeError where the session is not one that the session check handed out. */
  static behind(session: LiveSession): Behind {
    if (!(#behind in session)) throw new TypeError('this is no session that Sallyport checked');
    return session.#behind;
  }
}

/** @throws TypeError where the session is not one that the session check handed out. */
export function behind(session: LiveSession): Behind {
  return CheckedSession.behind(session);
}
