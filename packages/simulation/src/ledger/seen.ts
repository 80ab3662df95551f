import type { Policy } from '@sallyport/core';
import type { AccountRecord, Commit, PolicyRecord, SessionRecord } from '@sallyport/engine';
import type { World } from '../world/world.ts';
import type { Run } from './run.ts';

/** A committed change, with the account before and after the change. */
export interface Written {
  readonly world: World;
  readonly change: Commit;
  readonly run: Run | undefined;
  /** The change is background work of the engine after a request. */
  readonly background: boolean;
  /** The changed account before the change. */
  readonly before: AccountRecord | undefined;
  readonly after: AccountRecord | undefined;
  /** The account of the actor, before the change. */
  readonly actor: AccountRecord | undefined;
  /** The actor's session, as of its last session check. */
  readonly actorSession: SessionRecord | undefined;
  readonly policy: Policy;
  /** The number of accounts that could administer the policy (with the role, and not blocked), before and after. */
  readonly administrators: { readonly before: number; readonly after: number } | undefined;
}

/** The records that a session check found. */
export interface Checked {
  readonly session: SessionRecord;
  readonly account: AccountRecord;
  readonly policy: Policy;
  /** Every version of the policy, newest first. */
  readonly versions: readonly PolicyRecord[];
  /** The policy version that the session met when it was last opened or raised. `undefined`: the simulation did not see the opening. */
  readonly met: number | undefined;
  readonly now: number;
}
