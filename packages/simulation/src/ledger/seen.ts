import type { Policy } from '@sallyport/core';
import type { AccountRecord, Commit, PolicyRecord, SessionRecord } from '@sallyport/engine';
import type { World } from '../world/world.ts';
import type { Run } from './run.ts';

/** A change that was written, with what there was before and after it. */
export interface Written {
  readonly world: World;
  readonly change: Commit;
  readonly run: Run | undefined;
  /** It follows from a request, after the answer. */
  readonly background: boolean;
  /** The account that the change is of. */
  readonly before: AccountRecord | undefined;
  readonly after: AccountRecord | undefined;
  /** The account of whoever made the request, before it. */
  readonly actor: AccountRecord | undefined;
  /** The session of whoever made the request, as it was when it was checked last. */
  readonly actorSession: SessionRecord | undefined;
  readonly policy: Policy;
  /** Accounts that could administer the policy, before and after: not blocked, and of the role. */
  readonly administrators: { readonly before: number; readonly after: number } | undefined;
}

/** A session as it was found when it was checked. */
export interface Checked {
  readonly session: SessionRecord;
  readonly account: AccountRecord;
  readonly policy: Policy;
  /** Every version of the policy, newest first. */
  readonly versions: readonly PolicyRecord[];
  /** The version that was in force, and was met, when the session was opened or raised last; absent: nobody saw that. */
  readonly met: number | undefined;
  readonly now: number;
}
