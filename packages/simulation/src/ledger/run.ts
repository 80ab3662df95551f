import type { Policy } from '@sallyport/core';
import type { AccountRecord, PolicyRecord, SessionRecord } from '@sallyport/engine';
import type { Client, Knowledge } from '../world/person.ts';

/** The ledger's record of a request. */
export interface Run {
  /** The start of the request, as a moment of the ledger. */
  readonly began: number;
  readonly client: Client;
  readonly knows: Knowledge;
  /** The token of the session in the request's last session check. */
  session?: string;
  /** For an act of administration: the right that the act requires. */
  administers?: 'helpdesk' | 'people' | 'policy';
  /** For a proof: the methods that were proved earlier in the flow. */
  proved: readonly string[];
  /** For a proof: the method of the proof. */
  shows?: string;
  /** For a link that works in one request: the address that the link went to. */
  mailedTo?: string;
  ended?: number;
}

/** A session with all of its tokens. A rotated session keeps its lineage. */
export interface Lineage {
  readonly id: number;
  readonly account: string;
  readonly born: number;
  readonly tokens: string[];
  /** How the client keeps the session's tokens. */
  readonly mode: 'cookie' | 'token';
  /** Why no token of the session may pass any more. Absent: the session is live. */
  over?: string;
}

/** A device that received a device token. */
export interface Device {
  readonly account: string;
  readonly born: number;
  /** The proofs of the sign-ins that were granted at the device. */
  readonly proved: Set<string>;
  /** Why the device must not have its own budget any more. Absent: the account was not told to forget the device. */
  forgotten?: string;
  /** The moments since which the ledger does not know whether the account knows the device. Empty: the ledger knows. */
  readonly unsure: Set<number>;
  /** The number of sign-ins under way that may make the device known again. */
  signingIn: number;
}

/** A guess at a secret. */
export interface Guess {
  readonly account: string;
  readonly authenticator: string;
  readonly device: string | undefined;
  /** The budget that counts the guess. `unsure`: the ledger does not know the budget. */
  budget: 'own' | 'strangers' | 'unsure';
  /** The time at the start and at the answer, in milliseconds. */
  readonly at: number;
  until: number;
  readonly began: number;
  ended?: number;
  /** `wrong`: judged as wrong. `busy`: not judged. `waited`: not counted. `lost`: the result is unknown. */
  outcome: 'under way' | 'wrong' | 'right' | 'busy' | 'waited' | 'locked' | 'lost' | 'refused';
}

/** An event that the owner of the account must be told of. */
export interface ToTell {
  readonly type: string;
  readonly account: string;
  /** The owner's mailbox before the change. */
  readonly address: string | undefined;
  /** Former mailboxes from the time of the request. Only for an event without a change of the account: a notice to one of them is right too. */
  readonly orElse: readonly string[];
  told: boolean;
}

/** A change that voids every unfinished set-up of a thief. */
export interface Reset {
  readonly account: string;
  readonly at: number;
  /** The client that made the change, and the type of its event. */
  readonly by: string;
  readonly what: string;
  /** The lineage of the session that made the change. The change does not end this session. */
  readonly keeps: number | undefined;
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
