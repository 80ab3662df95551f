// Made from the shapes of the HTTP contract. Change the shapes, then run `npm run vitest -- packages/browser/src/contract.test.ts -u`.

import type { LoggedEvent, VaultWay } from './account-contract.ts';
import type { StrengthName } from './contract.ts';

/** Everything that is kept about the person, without secrets, hashes and tokens. */
export interface AccountExport {
  readonly account: {
    readonly accountId: string;
    /** The host's key. */
    readonly externalId?: string;
    /** ISO 8601, in UTC. */
    readonly createdAt: string;
    readonly identifiers: readonly string[];
    /** The name for the pages of administrators. */
    readonly displayName?: string;
    readonly email?: {
      readonly address: string;
      /** ISO 8601, in UTC. */
      readonly verifiedAt: string;
    };
    /** A new address that waits for its confirmation. */
    readonly pendingEmail?: {
      readonly address: string;
      /** ISO 8601, in UTC. */
      readonly expiresAt: string;
    };
    /** The identifier with which the account was imported. */
    readonly importedAs?: string;
    /** Addresses that the account lost with a gained role. */
    readonly formerAddresses: readonly string[];
    readonly roles: readonly string[];
    /** The roles from providers and the directory, by their ids. */
    readonly providerRoles: Readonly<Record<string, readonly string[]>>;
    /** The roles that the account gained after its creation, and when. */
    readonly roleGains: readonly {
      readonly role: string;
      /** ISO 8601, in UTC. */
      readonly at: string;
    }[];
    /** Methods that the account may use; null if only the policy decides. */
    readonly methods: readonly string[] | null;
    readonly requiredStrength?: string;
    readonly emergency: boolean;
    readonly block?: {
      /** ISO 8601, in UTC. */
      readonly at: string;
      readonly reason: string;
      /** The account's access at the time of the block, as the host reported it. */
      readonly exposure?: {
        /** ISO 8601, in UTC. */
        readonly asOf: string;
        readonly items: readonly {
          readonly id: string;
          readonly label: string;
          readonly access: string;
          /** ISO 8601, in UTC. */
          readonly lastUsedAt?: string;
        }[];
      };
    };
    /** The id that passkeys keep for the account (WebAuthn L3 §14.6.1). */
    readonly userHandle: string;
  };
  readonly factors: {
    readonly password?: {
      /** ISO 8601, in UTC. */
      readonly changedAt: string;
    };
    readonly totp?: {
      /** ISO 8601, in UTC. */
      readonly enrolledAt: string;
    };
    readonly passkeys: readonly {
      readonly id: string;
      readonly name: string;
      /** ISO 8601, in UTC. */
      readonly createdAt: string;
      /** ISO 8601, in UTC. */
      readonly lastUsedAt?: string;
      /** The COSE key, base64url. */
      readonly publicKey: string;
      readonly aaguid: string;
      readonly transports: readonly string[];
      readonly deviceBound: boolean;
    }[];
    readonly codes: readonly {
      readonly method: string;
      readonly address: string;
      /** ISO 8601, in UTC. */
      readonly enrolledAt: string;
    }[];
    /** An address for codes that waits for its first code. */
    readonly pendingCode?: {
      readonly method: string;
      readonly address: string;
      /** ISO 8601, in UTC. */
      readonly expiresAt: string;
    };
    readonly backupCodes?: {
      /** ISO 8601, in UTC. */
      readonly issuedAt: string;
      readonly remaining: number;
    };
    readonly others?: readonly {
      readonly method: string;
      /** ISO 8601, in UTC. */
      readonly enrolledAt: string;
    }[];
  };
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
    readonly said?: {
      readonly acr?: string;
      readonly amr?: readonly string[];
    };
    /** What the provider stated until now of how the person signed in at the provider, with the date of the last such statement. It counts beside the last statement for a time. */
    readonly reported?: readonly {
      readonly acr?: string;
      readonly amr?: readonly string[];
      /** ISO 8601, in UTC. */
      readonly at: string;
      /** When the provider stated this first. Absent: before the server kept the date. ISO 8601, in UTC. */
      readonly firstAt?: string;
    }[];
    /** ISO 8601, in UTC. */
    readonly linkedAt?: string;
    /** When the account lost the identity. ISO 8601, in UTC. */
    readonly unlinkedAt?: string;
  }[];
  readonly sessions: readonly {
    /** Names the session in `DELETE /account/sessions/{id}`. Not the token. */
    readonly id: string;
    /** The sign-in. ISO 8601, in UTC. */
    readonly createdAt: string;
    /** The last request, to the minute. ISO 8601, in UTC. */
    readonly lastSeenAt: string;
    /** The end of the session without another request. ISO 8601, in UTC. */
    readonly expiresAt: string;
    /** The strongest built-in strength that the proofs of the session satisfy. */
    readonly strength: StrengthName;
    /** The address of the sign-in, as the host states it. */
    readonly ip?: string;
    /** The `User-Agent` of the sign-in. Anybody can send any text. */
    readonly userAgent?: string;
    /** The authentication methods used (RFC 8176). */
    readonly amr: readonly string[];
    /** The newest proof. ISO 8601, in UTC. */
    readonly authTime: string;
  }[];
  readonly devices: readonly {
    /** Names the device in `DELETE /account/devices/{id}`. Not the token. */
    readonly id: string;
    /** The first sign-in on this device. ISO 8601, in UTC. */
    readonly createdAt: string;
    /** The last sign-in on this device. ISO 8601, in UTC. */
    readonly lastSeenAt: string;
    /** The `User-Agent` of the last sign-in. Anybody can send any text. */
    readonly userAgent?: string;
  }[];
  /** The entries of the action log that concern the account, newest first. An act on somebody else or on the tenant has only its type, time and actor. */
  readonly events: readonly LoggedEvent[];
  readonly vault?: {
    readonly version: number;
    readonly envelopes: readonly VaultWay[];
  };
  /** The organisations that the account is a member of. */
  readonly memberships?: readonly {
    readonly organisation: string;
    readonly roles: readonly string[];
    /** ISO 8601, in UTC. */
    readonly since: string;
  }[];
}
