import type { Policy } from '@sallyport/core';
import type { AccountRecord, PolicyRecord, SessionRecord } from '@sallyport/engine';
import type { Client, Knowledge } from '../world/person.ts';

export interface Run {
  readonly began: number;
  readonly client: Client;
  readonly knows: Knowledge;
  session?: string;
  administers?: 'helpdesk' | 'people' | 'policy';
  proved: readonly string[];
  shows?: string;
  mailedTo?: string;
  ended?: number;
}

/** A rotated session keeps its lineage. */
export interface Lineage {
  readonly id: number;
  readonly account: string;
  readonly born: number;
  readonly tokens: string[];
  readonly mode: 'cookie' | 'token';
  /** Why no token of the session may pass any more. Absent: the session is live. */
  over?: string;
}

export interface Device {
  readonly account: string;
  readonly born: number;
  readonly proved: Set<string>;
  forgotten?: string;
  /** The moments since which the ledger does not know whether the account knows the device. */
  readonly unsure: Set<number>;
  signingIn: number;
}

export interface Guess {
  readonly account: string;
  readonly authenticator: string;
  readonly device: string | undefined;
  budget: 'own' | 'strangers' | 'unsure';
  /** Milliseconds. */
  readonly at: number;
  until: number;
  readonly began: number;
  ended?: number;
  /** `busy`: not judged. `waited`: not counted. `lost`: the result is unknown. */
  outcome: 'under way' | 'wrong' | 'right' | 'busy' | 'waited' | 'locked' | 'lost' | 'refused';
}

export interface ToTell {
  readonly type: string;
  readonly account: string;
  readonly address: string | undefined;
  /** For an event without a change of the account: a notice to a former mailbox is right too. */
  readonly orElse: readonly string[];
  told: boolean;
}

/** Into an organisation. */
export interface Invitation {
  readonly at: number;
  /** Masked, as in the log. */
  readonly to: string;
  withdrawn?: true;
}

/** Of a member from an organisation. */
export interface Removal {
  readonly account: string;
  readonly at: number;
}

export interface Reset {
  readonly account: string;
  readonly at: number;
  readonly by: string;
  readonly what: string;
  /** The lineage of the session that made the change, which does not end. */
  readonly keeps: number | undefined;
}

export interface Checked {
  readonly session: SessionRecord;
  readonly account: AccountRecord;
  readonly policy: Policy;
  readonly versions: readonly PolicyRecord[];
  /** `undefined`: the simulation did not see the opening. */
  readonly met: number | undefined;
  readonly now: number;
  /** The contexts of the request. */
  readonly contexts?: readonly string[];
}
