import { Grant } from '@sallyport/core';
import type { Commit, Consumed, SessionRecord } from '@sallyport/store';

/**
 * A session that may open, or be raised. It is made of a grant, which nothing but a decision of the core issues; `Kernel.commit` opens and
 * raises no other (N3).
 *
 * @throws Error if the grant is not one that the core issued for this account, in this flow, under this version of the policy, on this
 *   evidence: a bug, never an answer.
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
 * A session that goes on as it was: under another token, in the account's next epoch, resting on another binding of the same factor. It
 * needs no grant, since it proves nothing more and lasts no longer.
 *
 * @throws Error if it is another session, or has more evidence or a later end: a bug, never an answer.
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

/** A change as the engine makes it: a session that it opens or raises is granted, and one that it keeps is no more than it was. */
export interface EngineCommit extends Omit<Commit, 'opens' | 'session'> {
  readonly opens?: { readonly session: GrantedSession; readonly consumes: Consumed } | undefined;
  readonly session?: GrantedSession | KeptSession | undefined;
}

/** A change that is no act: of a flow, of what works once, of attempts, and of the log. */
export type FlowCommit = Pick<
  EngineCommit,
  'tenant' | 'now' | 'guards' | 'flow' | 'endFlow' | 'spend' | 'giveBack' | 'events' | 'countUnknownFailure'
>;

/** The same for the store, which keeps records. */
export function asStored({ opens, session, ...change }: EngineCommit): Commit {
  return {
    opens: opens && { ...opens, session: opens.session.record },
    session: session?.record,
    ...change,
  };
}
