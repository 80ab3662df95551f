import type { MethodDescriptor } from '@sallyport/core';
import { STRONG_SECONDS, thingOf } from '@sallyport/core/model';

/**
 * A stolen thing. `app` is what an unlocked phone shows, and `thing:NAME` is another thing of a second factor. `people-administrator` is a people
 * administrator's session. `helpdesk:ROLE` is the session of a helpdesk with this role. `provider:NAME` is the operation of a provider.
 * `provider-session:NAME` is the owner's session at a provider. `directory-entry` is an entry of the directory that the thief can edit.
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
  | `thing:${string}`
  | `helpdesk:${string}`
  | `provider-session:${string}`
  | `provider:${string}`;

/** A thief with stolen things. Every thief also knows the identifier, and has an own identity at each provider. */
export interface Thief {
  /** Names the thief in a table: `mailbox`, `unlocked-phone`, `password+mailbox`. */
  readonly id: string;
  /** The stolen things; `[]` for a stranger. */
  readonly thefts: readonly Theft[];
}

export function pairOf(one: Thief, other: Thief): Thief {
  return { id: `${one.id}+${other.id}`, thefts: [...new Set([...one.thefts, ...other.thefts])] };
}

export function nameIn(theft: Theft, kind: 'provider-session' | 'provider' | 'helpdesk'): string | undefined {
  return theft.startsWith(`${kind}:`) ? theft.slice(kind.length + 1) : undefined;
}

export function theftOf(method: MethodDescriptor): Theft {
  const { name, onPhone } = thingOf(method);
  return onPhone === true ? 'app' : `thing:${name}`;
}

/** The abilities of a thief. */
export interface Hands {
  readonly password: boolean;
  readonly mailbox: boolean;
  readonly telephone: boolean;
  /** The methods whose things the bearer holds. */
  readonly seconds: readonly string[];
  readonly passkey: boolean;
  readonly pin: boolean;
  readonly backupCodes: boolean;
  readonly peopleAdministrator: boolean;
  /** The roles of the helpdesks whose sessions the bearer holds. */
  readonly helpdesks: readonly string[];
  readonly directoryEntry: boolean;
  /** Providers at which the owner's session is open in the bearer's browser. */
  readonly sessionsAt: readonly string[];
  /** Providers that the bearer operates. */
  readonly operates: readonly string[];
}

export function handsOf({ thefts }: Thief): Hands {
  const has = (theft: Theft): boolean => thefts.includes(theft);
  const named = (kind: 'provider-session' | 'provider' | 'helpdesk'): string[] =>
    thefts.flatMap((theft) => nameIn(theft, kind) ?? []);
  return {
    password: has('password'),
    mailbox: has('mailbox'),
    telephone: has('telephone'),
    seconds: STRONG_SECONDS.filter((method) => has(theftOf(method))).map(({ name }) => name),
    passkey: has('passkey'),
    pin: has('passkey-pin'),
    backupCodes: false,
    peopleAdministrator: has('people-administrator'),
    directoryEntry: has('directory-entry'),
    helpdesks: named('helpdesk'),
    sessionsAt: named('provider-session'),
    operates: named('provider'),
  };
}
