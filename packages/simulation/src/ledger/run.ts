import type { Client, Knowledge } from '../world/person.ts';

/** A request under way, as the ledger knows it. */
export interface Run {
  /** When it began, in the ledger's own count. */
  readonly began: number;
  readonly client: Client;
  readonly knows: Knowledge;
  /** The session that its last check was of. */
  session?: string;
  /** For an act of administration: by what right. */
  administers?: 'people' | 'policy';
  /** For a proof: what had been proved in its flow before. */
  proved: readonly string[];
  /** For a proof: the method that is being shown. */
  shows?: string;
  ended?: number;
}

/** A session and every token it ever had: it is one and the same through every rotation. */
export interface Lineage {
  readonly id: number;
  readonly account: string;
  readonly born: number;
  readonly tokens: string[];
  /** How its client keeps its tokens. */
  readonly mode: 'cookie' | 'token';
  /** Why no token of it may pass any more. */
  over?: string;
}

/** A device that was told it is known. */
export interface Device {
  readonly account: string;
  readonly born: number;
  /** What sign-ins at the device certainly proved. */
  readonly proved: Set<string>;
  /** Why it may have no budget of its own any more. */
  forgotten?: string;
  /** Why nobody can say whether the account still knows it: each a moment at which that came about. */
  readonly unsure: Set<number>;
  /** Sign-ins under way that may make it known again. */
  signingIn: number;
}

/** A guess at a secret. */
export interface Guess {
  readonly account: string;
  readonly authenticator: string;
  readonly device: string | undefined;
  /** Whose guesses it is counted with: a device's own, the strangers', or nobody can say. */
  budget: 'own' | 'strangers' | 'unsure';
  /** What time it was when it began, and when it was answered. */
  readonly at: number;
  until: number;
  readonly began: number;
  ended?: number;
  /** `wrong` was judged; `busy` was not, and `waited` was not even counted; nobody knows of `lost`. */
  outcome: 'under way' | 'wrong' | 'right' | 'busy' | 'waited' | 'locked' | 'lost' | 'refused';
}

/** An event whose owner is to be told. */
export interface ToTell {
  readonly type: string;
  readonly account: string;
  /** The owner's mailbox before the change. */
  readonly address: string | undefined;
  /** What it was while the request was under way, where nothing of the account is changed. */
  readonly orElse: readonly string[];
  told: boolean;
}

/** A change after which nothing that a thief began before it may be registered. */
export interface Reset {
  readonly account: string;
  readonly at: number;
  /** Who made it, and what it was. */
  readonly by: string;
  readonly what: string;
  /** The session that it was made in, which it leaves as it is: by the number of its lineage. */
  readonly keeps: number | undefined;
}
