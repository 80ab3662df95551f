/**
 * One thing that a thief can hold. `people-administrator` is a people administrator's session. `provider:NAME` is the operation of a
 * provider. `provider-session:NAME` is the owner's session at a provider. `directory-entry` is a directory entry that the thief can edit.
 */
export type Theft =
  | 'password'
  | 'mailbox'
  | 'telephone'
  | 'app'
  | 'passkey'
  | 'passkey-pin'
  | 'fresh-cookie'
  | 'older-cookie'
  | 'people-administrator'
  | 'directory-entry'
  | `provider-session:${string}`
  | `provider:${string}`;

/** A thief, by the things that the thief holds. Every thief also knows the identifier, and has an own identity at each provider. */
export interface Thief {
  /** Names the thief in a table: `mailbox`, `unlocked-phone`, `password+mailbox`. */
  readonly id: string;
  readonly thefts: readonly Theft[];
}

/** A thief who holds what two thieves hold. */
export function pairOf(one: Thief, other: Thief): Thief {
  return { id: `${one.id}+${other.id}`, thefts: [...new Set([...one.thefts, ...other.thefts])] };
}

/** The provider that a theft is about, if the theft is of this kind. */
export function providerOf(theft: Theft, kind: 'provider-session' | 'provider'): string | undefined {
  return theft.startsWith(`${kind}:`) ? theft.slice(kind.length + 1) : undefined;
}

/** What the bearer of these thefts can show or do, read once for each search. */
export interface Hands {
  readonly password: boolean;
  readonly mailbox: boolean;
  readonly telephone: boolean;
  readonly app: boolean;
  readonly passkey: boolean;
  readonly pin: boolean;
  readonly backupCodes: boolean;
  readonly peopleAdministrator: boolean;
  readonly directoryEntry: boolean;
  /** Providers at which the owner's session is open in the bearer's browser. */
  readonly sessionsAt: readonly string[];
  /** Providers that the bearer operates. */
  readonly operates: readonly string[];
}

/** What a thief can show or do. */
export function handsOf({ thefts }: Thief): Hands {
  const has = (theft: Theft): boolean => thefts.includes(theft);
  const providers = (kind: 'provider-session' | 'provider'): string[] =>
    thefts.flatMap((theft) => providerOf(theft, kind) ?? []);
  return {
    password: has('password'),
    mailbox: has('mailbox'),
    telephone: has('telephone'),
    app: has('app'),
    passkey: has('passkey'),
    pin: has('passkey-pin'),
    backupCodes: false,
    peopleAdministrator: has('people-administrator'),
    directoryEntry: has('directory-entry'),
    sessionsAt: providers('provider-session'),
    operates: providers('provider'),
  };
}
