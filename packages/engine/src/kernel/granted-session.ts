import { Grant } from '@sallyport/core';
import type { Commit, Consumed } from '../store/port.ts';
import type { SessionRecord } from '../store/records.ts';

/**
 * A session that may open. It is made of a grant, which nothing but a decision of the core issues; `Kernel.commit` opens no other (N3).
 *
 * @throws Error if the grant is not one that the core issued for this account, in this flow, under this version of the policy: a bug,
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
    this.#record = record;
  }

  get record(): SessionRecord {
    return this.#record;
  }
}

/** A change as the engine makes it: the session that it opens is granted. */
export interface GuardedChange extends Omit<Commit, 'opens'> {
  readonly opens?: { readonly session: GrantedSession; readonly consumes: Consumed } | undefined;
}

/** The same for the store, which keeps records. */
export function asStored({ opens, ...change }: GuardedChange): Commit {
  return opens === undefined ? change : { ...change, opens: { ...opens, session: opens.session.record } };
}
