import { Grant } from '@sallyport/core';
import type { SessionRecord } from '@sallyport/store';

/**
 * A session that may open, or be raised. It is made from a grant, and only a decision of the core issues grants. `Kernel.commitAct` opens
 * and raises no session without a grant (N3).
 *
 * @throws Error if the core did not issue the grant for this account, flow, policy version and evidence. Such an error is a bug, and
 *   never an answer.
 */
export class GrantedSession {
  readonly #record: SessionRecord;

  constructor(grant: Grant, record: SessionRecord, flowId: string, policyVersion: number) {
    if (!Grant.isGenuine(grant)) throw new Error('a session is made from a grant');
    const { scope } = grant;
    if (
      scope.tenant !== record.tenant ||
      scope.accountId !== record.accountId ||
      scope.flowId !== flowId ||
      scope.policyVersion !== policyVersion
    ) {
      throw new Error('the grant is for another account, flow or policy');
    }
    if (record.evidence !== grant.evidence) throw new Error('a session has the evidence of its grant, and no other');
    this.#record = record;
  }

  get record(): SessionRecord {
    return this.#record;
  }
}

/**
 * A session that continues: with another token, in the account's next epoch, or on another binding of the same factor. The session needs
 * no grant, because it proves nothing more and lasts no longer.
 *
 * @throws Error if the session's account or id differs, or if it has more evidence, a later end or another idle limit. Such an error is a
 *   bug, and never an answer.
 */
export class KeptSession {
  readonly #record: SessionRecord;

  constructor(before: SessionRecord, record: SessionRecord) {
    const isSame = before.tenant === record.tenant && before.accountId === record.accountId && before.id === record.id;
    const provesMore = record.evidence.some(
      ({ method, at }) => !before.evidence.some((proof) => proof.method === method && proof.at === at),
    );
    if (!isSame || provesMore || record.expiresAt > before.expiresAt || record.idle !== before.idle) {
      throw new Error('a session gains evidence or time by a grant alone');
    }
    this.#record = record;
  }

  get record(): SessionRecord {
    return this.#record;
  }
}
