import type { DeliveredCode, Instant, Method, ProviderAssertion, ProviderReport } from '@sallyport/core';
import type { AccountId, BlockRecord, DeviceRecord, EventRecord } from '@sallyport/store';
import type { SessionInfo } from './flow.ts';
import type { OtherFactor } from './other-factor.ts';
import type { SessionView } from './session.ts';
import type { VaultOverview } from './vault.ts';

/** Everything that is kept about an account's person, without secrets, hashes and tokens. Instants are epoch milliseconds. */
export interface AccountExport {
  /** The account itself. */
  readonly account: {
    readonly accountId: AccountId;
    /** The host's key. */
    readonly externalId?: string;
    readonly createdAt: Instant;
    readonly identifiers: readonly string[];
    /** The identifier with which the account was imported. */
    readonly importedAs?: string;
    /** The name for the pages of administrators. */
    readonly displayName?: string;
    /** The verified mailbox. */
    readonly email?: { readonly address: string; readonly verifiedAt: Instant };
    /** A new address that waits for its confirmation. */
    readonly pendingEmail?: { readonly address: string; readonly expiresAt: Instant };
    /** Addresses that the account lost with a gained role. */
    readonly formerAddresses: readonly string[];
    /** The roles that the account has of its own, or from the host. */
    readonly roles: readonly string[];
    /** The roles from providers and the directory, by their ids. */
    readonly providerRoles: Readonly<Record<string, readonly string[]>>;
    /** The roles that the account gained after its creation, and when. */
    readonly roleGains: readonly { readonly role: string; readonly at: Instant }[];
    /** The methods that the account may use. `null`: no restriction beyond the policy. */
    readonly methods: readonly Method[] | null;
    readonly requiredStrength?: string;
    readonly emergency: boolean;
    /** The block. `exposure`: the account's access at the time of the block, as the host reported it. */
    readonly block?: Pick<BlockRecord, 'at' | 'reason' | 'exposure'>;
    /** The id that passkeys keep for the account (WebAuthn L3 §14.6.1). */
    readonly userHandle: string;
  };
  /** What the person proves an identity with. */
  readonly factors: {
    readonly password?: { readonly changedAt: Instant };
    readonly totp?: { readonly enrolledAt: Instant };
    readonly passkeys: readonly {
      readonly id: string;
      readonly name: string;
      readonly createdAt: Instant;
      readonly lastUsedAt?: Instant;
      readonly publicKey: string;
      readonly aaguid: string;
      readonly transports: readonly string[];
      /** The authenticator keeps no copy elsewhere. */
      readonly deviceBound: boolean;
    }[];
    /** The addresses for the host's codes. */
    readonly codes: readonly {
      readonly method: DeliveredCode;
      readonly address: string;
      readonly enrolledAt: Instant;
    }[];
    /** An address for codes that waits for its first code. */
    readonly pendingCode?: { readonly method: DeliveredCode; readonly address: string; readonly expiresAt: Instant };
    readonly backupCodes?: { readonly issuedAt: Instant; readonly remaining: number };
    /** Factors of further methods. Absent if there are none. */
    readonly others?: readonly OtherFactor[];
  };
  /** The identities at providers and in the directory, also those that the account lost. */
  readonly identities: readonly {
    /** Absent for an identity that the account lost. */
    readonly method?: 'sso' | 'ldap';
    readonly provider: string;
    readonly subject: string;
    readonly issuer?: string;
    readonly address?: string;
    /** The identifier that the person typed at the last sign-in, if the directory cannot find entries by id. */
    readonly foundBy?: string;
    /** The provider's last statement of how the person signed in at the provider. */
    readonly said?: ProviderAssertion;
    /** What the provider stated before that still counts, or counted until a while ago, with the date of the last such statement. */
    readonly reported?: readonly ProviderReport[];
    readonly linkedAt?: Instant;
    /** When the account lost the identity. */
    readonly unlinkedAt?: Instant;
  }[];
  readonly sessions: readonly ExportedSession[];
  readonly devices: readonly Pick<DeviceRecord, 'id' | 'createdAt' | 'lastSeenAt' | 'userAgent'>[];
  /** The events of the action log that concern the account, newest first. An act on somebody else or on the tenant has only its type, time and actor. */
  readonly events: readonly Omit<EventRecord, 'tenant' | 'recipients'>[];
  /** The vault without its sealed keys. Absent: there is none. */
  readonly vault?: VaultOverview;
  /** The organisations that the account is a member of. Absent: none, or the host keeps them. */
  readonly memberships?: readonly {
    readonly organisation: string;
    readonly roles: readonly string[];
    readonly since: Instant;
  }[];
}

/** A live session with the instant of its newest proof, and with the used methods (RFC 8176). */
export type ExportedSession = Omit<SessionView, 'current'> & Pick<SessionInfo, 'amr' | 'authTime'>;
