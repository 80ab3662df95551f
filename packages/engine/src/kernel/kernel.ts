import type { Instant, Policy } from '@sallyport/core';
import type { AttestationTrust } from '../factors/attestation/trust.ts';
import type { PasswordHashing } from '../passwords/password-hashing.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { Random } from '../secrets/token.ts';
import type { Store } from '../store/port.ts';
import type { AccountId, EventRecord, ExposureItem, TenantId } from '../store/records.ts';
import type { PolicySource } from './policy-source.ts';

/** What every act of the engine works with: ports, and nothing that changes of itself. */
export interface Kernel {
  readonly origin: string;
  /** The relying party (WebAuthn L3 §5.4.2): an id that is a suffix of the origin's host, and a name for people. */
  readonly relyingParty: { readonly id: string; readonly name: string };
  /** For reading; everything is written by `commit`. */
  readonly store: Omit<Store, 'commit'>;
  /** The store's, and owners who are to be told of it are told soon after. */
  readonly commit: Store['commit'];
  readonly policies: PolicySource;
  readonly ring: KeyRing;
  readonly passwords: PasswordHashing;
  readonly random: Random;
  readonly now: () => Instant;
  readonly sendMail: SendMail | undefined;
  readonly notifyOwner: NotifyOwner | undefined;
  readonly resolveSubject: ResolveSubject | undefined;
  readonly exposure: ListExposure | undefined;
  /** Whom the host trusts to vouch for authenticator models. */
  readonly attestation: AttestationTrust;
  readonly logger: Logger;
  /** Work that follows an answer, so that the answer's time tells nothing of it. What it throws is logged by its name alone. */
  readonly afterwards: (name: string, work: () => Promise<void>) => void;
}

/** A mail the host is to send. The code or token is in it and nowhere else: keep it out of logs. */
export interface Mail {
  readonly tenant: TenantId;
  readonly to: string;
  readonly kind: 'email-code' | 'email-change' | 'recovery';
  readonly code?: string;
  readonly token?: string;
}

/** Sends a mail, or throws: then the person is told to ask again. */
export type SendMail = (mail: Mail) => Promise<void> | void;

/** Tells an account's owner what happened to the account; called at least once for each event, in an account's order. */
export type NotifyOwner = (notice: Notice) => Promise<void> | void;

export interface Notice {
  readonly event: Omit<EventRecord, 'tell'>;
  /** Where to write to: the verified mailbox before the change, and after a change of address the new one as well. */
  readonly addresses: readonly string[];
  /** What the owner signs in with, as it was before the change. */
  readonly identifiers: readonly string[];
}

/**
 * The host's word on whose account this is: its roles, asked wherever something is granted, and of both sides of an act of
 * administration. `[]` is somebody without a role. `undefined` is nobody the host knows: they are granted nothing.
 */
export type ResolveSubject = (
  accountId: AccountId,
  tenant: TenantId,
) => Promise<readonly string[] | undefined> | readonly string[] | undefined;

/** The host's word on what an account could reach (P19). */
export type ListExposure = (
  accountId: AccountId,
  tenant: TenantId,
) => Promise<readonly ExposureItem[]> | readonly ExposureItem[];

/** Where the engine says what an operator should know. No secret, code or token ever comes here. */
export interface Logger {
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** The policy a step is judged by. */
export interface PolicyInForce {
  readonly version: number;
  readonly policy: Policy;
}
