import { Grant } from '@sallyport/core';
import type { SessionRecord } from '@sallyport/store';

/** A session opens, or is raised, by a grant alone (N3). */
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

/** Needs no grant, because it proves nothing more and lasts no longer. */
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
