import type { HostCode } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';
import type { InputFault } from './refusal.ts';
import type { RefusalCodes } from './refusal-table.ts';

/**
 * The facts of an existing account, for `people.import`. A member with `null` counts as absent, because exports write `null`. A row with an
 * unknown member is refused, so that nothing gets lost.
 */
export interface ImportRow {
  /** The host's key for the account, as in `people.create`. */
  readonly externalId?: string | null | undefined;
  /** What the person types at sign-in, as in `people.create`. */
  readonly identifier: string;
  /** The mailbox. Needs `emailVerified`. */
  readonly email?: string | null | undefined;
  /** Whether the former system verified the address. An unverified address is left out: it would get codes and recovery links. */
  readonly emailVerified?: boolean | null | undefined;
  /** As in `people.create`. Absent: a later run leaves the roles of the account as they are. */
  readonly roles?: readonly string[] | null | undefined;
  /** The former system refuses the person: the account is made blocked, as by `people.block`. An import never ends a block. */
  readonly disabled?: boolean | null | undefined;
  /** As in `people.create`: for a person who chose a second factor in the former system, where the policy leaves the choice. */
  readonly requiredStrength?: string | null | undefined;
  /**
   * The hash of the password as the former system stores it: argon2i, argon2d, argon2id, scrypt or PBKDF2 (SHA-1, SHA-256, SHA-512) in the PHC string
   * format, bcrypt (`$2a$`, `$2b$`, `$2y$`), or a form of the systems of `passwordFormat`. The person's first sign-in renews the hash to argon2id.
   */
  readonly passwordHash?: string | SaltedHash | null | undefined;
  /**
   * The system that stored `passwordHash`. Needed where the hash does not say it: `aspnet` for version 2, `better-auth` (also Lucia and oslo), `meteor`,
   * `payload` and `passport-local-mongoose`, whose `passwordHash` is `{ hash, salt }`, and `flask-security` and `devise` with a pepper, which need the
   * option `passwordHashing.peppers`. Means nothing without `passwordHash`. Default: by the text.
   */
  readonly passwordFormat?: PasswordFormat | null | undefined;
  /**
   * The password's hash cannot be had: the first password that `verifyElsewhere` calls right becomes the account's password. Needs that option, and no
   * `passwordHash`.
   */
  readonly passwordElsewhere?: boolean | null | undefined;
  /**
   * The account gets a password that nobody knows, and the owner sets another password by the mailbox (`POST /auth/recover`). An account without a
   * password is mailed no link. Needs a verified email, and neither `passwordHash` nor `passwordElsewhere`.
   */
  readonly passwordUnknown?: boolean | null | undefined;
  /** The authenticator app. */
  readonly totp?: ImportTotp | null | undefined;
  /** At most 25. */
  readonly passkeys?: readonly ImportPasskey[] | null | undefined;
  /**
   * The unused backup codes, in plain text: at most 64, of 6 to 64 characters each. Left out if the row has neither an app nor a passkey.
   */
  readonly backupCodes?: readonly string[] | null | undefined;
  /** The identities at providers and in the directory, as `externalIds` in `people.create`. */
  readonly identities?: readonly ImportIdentity[] | null | undefined;
}

/** What another system stored for a password. */
export interface ForeignPassword {
  readonly passwordHash: string | SaltedHash;
  /** The system. Absent: the text says its form. */
  readonly passwordFormat?: PasswordFormat | undefined;
}

/** The columns of a system that stores the salt beside the hash. */
export interface SaltedHash {
  readonly hash: string;
  readonly salt: string;
}

/** A system whose password hashes need a secret of the system, the pepper, which stands outside its database. */
export type PepperedFormat = 'flask-security' | 'devise';

/** A system whose password hashes are read. `better-auth` is Lucia and oslo, too. */
export type PasswordFormat =
  | PepperedFormat
  | 'django'
  | 'werkzeug'
  | 'adonis'
  | 'spring'
  | 'passlib'
  | 'wordpress'
  | 'ldap'
  | 'dovecot'
  | 'mediawiki'
  | 'nextcloud'
  | 'jenkins'
  | 'request-tracker'
  | 'scrypt-kdf'
  | 'aspnet'
  | 'meteor'
  | 'better-auth'
  | 'payload'
  | 'passport-local-mongoose';

/** An authenticator app of an imported account. */
export interface ImportTotp {
  /**
   * The secret of 10 to 64 bytes, in the form of `encoding`. Or the text of the QR code: an `otpauth://totp/` URI, or an `otpauth-migration://` URI of
   * Google Authenticator with one app, or the file of google-authenticator-libpam. These give every other member.
   */
  readonly secret: string;
  /** The form of the secret: base32 (RFC 4648 §6), hexadecimal, base64 (PSKC, RFC 6030), or the text whose UTF-8 bytes are the secret. Default: `base32`. */
  readonly encoding?: 'base32' | 'hex' | 'base64' | 'text' | null | undefined;
  /** Default: `SHA1`. Lower case and a dash (`sha-256`) are taken, too. */
  readonly algorithm?: 'SHA1' | 'SHA256' | 'SHA512' | (string & {}) | null | undefined;
  /** Default: 6. */
  readonly digits?: 6 | 7 | 8 | null | undefined;
  /** In seconds, 15 to 300. Default: 30. */
  readonly period?: number | null | undefined;
}

/** A passkey of an imported account (WebAuthn L3 §4, credential record). Bytes are base64url or base64. */
export interface ImportPasskey {
  /** The credential id. */
  readonly id: string;
  /**
   * The public key as other libraries keep it: COSE or SPKI, as bytes, in base64, base64url or hexadecimal, SPKI in PEM, or a JWK.
   */
  readonly publicKey: string | Uint8Array | object;
  /** The signature counter. Default: 0. */
  readonly counter?: number | null | undefined;
  /** Hints for the browser. Default: none. */
  readonly transports?: readonly string[] | null | undefined;
  /**
   * The `user.id` that the former system gave at the registration, 1 to 64 bytes. Authenticators return this handle. New passkeys get a handle of the account's own. Absent: the former system did
   * not keep the handle, and the first assertion states it.
   */
  readonly userHandle?: string | null | undefined;
  /**
   * `text`: the former system gave this text, such as a nanoid or an ObjectId, and its UTF-8 bytes are the handle (SimpleWebAuthn before version 10). Default: `text` for a UUID with
   * dashes, else `base64url`.
   */
  readonly userHandleEncoding?: 'base64url' | 'text' | null | undefined;
  /** The BS flag: the passkey is synchronised. Default: false. */
  readonly backedUp?: boolean | null | undefined;
  /** The BE flag. Default: the flag of the first assertion, and true if `backedUp` is true. */
  readonly backupEligible?: boolean | null | undefined;
  /**
   * The authenticator verified its user before, by a PIN or a fingerprint. Default: true for a passkey that is `backedUp` or `internal`. If
   * false, the first user verification counts beside another factor only (WebAuthn L3 §7.2 step 24).
   */
  readonly userVerified?: boolean | null | undefined;
  /** The model, a UUID. Default: unknown. */
  readonly aaguid?: string | null | undefined;
  /** For the owner: 1 to 64 characters. Default: by the model or the transports. */
  readonly name?: string | null | undefined;
}

/** An identity of an imported account. */
export interface ImportIdentity {
  /** The id of one of the tenant's providers, or of its directory. */
  readonly provider: string;
  /** The provider's immutable id of the person. */
  readonly subject: string;
}

/** The options of `people.import`. */
export interface ImportOptions {
  /** The name of the host code that imports, 1 to 200 characters: the actor of the events. */
  readonly by: HostCode;
  /** Default: `default`. */
  readonly tenant?: string | undefined;
  /** Checks each row against the rules and the stored accounts, and writes nothing. Does not compare the rows with each other. Default: false. */
  readonly dryRun?: boolean | undefined;
  /**
   * Reports a row whose account exists as `present`, with the members in which account and row differ. An account that an import of the same `by`
   * made is blocked if the row is `disabled`, unless somebody has ended a block, and takes the `roles` that the row states, unless somebody has changed the account
   * or there is a `resolveSubject`. For this the row needs an `externalId`, and its identifier or mailbox has to be the account's. Of several rows of one account,
   * the first alone is taken. Nothing else changes. Keeps the id of each row's account in memory. The account is found by `externalId`, or by `identifier` if the row
   * has no `externalId`: then an import made the account under this identifier, or its mailbox is the row's `email` or `identifier`. An account that was renamed since
   * is found by the row's mail address, if its mailbox is the same. A row without `externalId` and without a mail address whose account was renamed makes a
   * second account: give every row an `externalId`. Default: false. Then such a row is refused with `already-exists`.
   */
  readonly resume?: boolean | undefined;
  /**
   * The rows are all people of the former system. After the last row, each account that an import of the same `by` made, and that no row names, is
   * reported as `missing`. Needs `resume`. Default: false.
   */
  readonly complete?: boolean | undefined;
  /**
   * Blocks the accounts that are `missing`, if exactly this number of them may be blocked (`mayBlock`): the number that a run before has reported. Otherwise
   * nobody is blocked. Needs `complete`. Default: blocks nobody.
   */
  readonly blockMissing?: number | undefined;
  /** Once aborted, the import begins no row, reports the rows in progress, and neither names nor blocks anybody as missing. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The number of rows in progress at the same time, 1 to 50, and no more than your store's pool has connections. Default: 1. The reports keep the order of the
   * rows, and of two rows with the same name or key the first row gets it. With more than 1 the import reads as many rows ahead: a loop that ends early, or an
   * import that is broken off, may have made accounts of the following rows, which `resume` finds.
   */
  readonly atOnce?: number | undefined;
}

/** The members of every report on a row. */
interface ReportedRow {
  /** The place of the row, from 1. In a file of JSON lines without empty lines: the number of the line. 0 of a `missing` account, which no row names. */
  readonly line: number;
  /** As in the row, if it is a text. */
  readonly externalId?: string;
  /** As in the row, if it is a text. */
  readonly identifier?: string;
}

/** The result of one row of an import. `valid` in a dry run stands for `imported`. */
export type ImportReport =
  | (ReportedRow & {
      readonly outcome: 'imported';
      readonly accountId: AccountId;
      readonly leftOut: readonly LeftOut[];
      readonly notAsked: readonly NotAsked[];
      /** Whether the person can sign in under the policy in force, or could without the block of the row. If not, an administrator has to help. */
      readonly canSignIn: boolean;
    })
  | (ReportedRow & {
      readonly outcome: 'valid';
      readonly leftOut: readonly LeftOut[];
      readonly notAsked: readonly NotAsked[];
      readonly canSignIn: boolean;
    })
  | (ReportedRow & {
      readonly outcome: 'present';
      readonly accountId: AccountId;
      /** What the account took from the row now, or would take. */
      readonly taken: readonly DifferingMember[];
      /** In what account and row still differ. */
      readonly differs: readonly DifferingMember[];
      /** The row has the account's key, and neither its name nor its mailbox: perhaps another person. `complete` reports the account as `missing`. */
      readonly isDoubtful: boolean;
      /** Another import made the account, or, of a row with a key, no import. `complete` does not tell who is missing among such accounts. */
      readonly otherBy: boolean;
    })
  | (ReportedRow & {
      readonly outcome: 'missing';
      readonly accountId: AccountId;
      /** Counts for `blockMissing`: nobody has changed the account since its import, each row says of whom it is, and no row has the account's key. */
      readonly mayBlock: boolean;
      /** Whether the account was blocked now, or would be. */
      readonly blocked: boolean;
    })
  | (ReportedRow & {
      readonly outcome: 'refused';
      /** As the refusals of `people.create`. */
      readonly refused: RefusalCodes['people.create'] | 'store-unavailable';
      /** Each faulty member with its path in the row, such as `passkeys.0.publicKey`. Empty if the row as a whole is refused. */
      readonly errors: readonly InputFault[];
    });

/** `email`: the mailbox. Secrets and factors are not compared. */
export type DifferingMember = 'identifier' | 'email' | 'roles' | 'disabled';

/** A member that the account does not get: an unverified address, or backup codes without a factor beside which they count. */
export type LeftOut = 'email' | 'backupCodes';

/**
 * A second factor of the row that no sign-in with the row's password asks for: under the policy in force, with the row's `roles` and `requiredStrength`,
 * the password alone signs in. With `requiredStrength: 'enhanced'` in the row, the sign-in asks. An account that is imported already gets the same by
 * `people.setRequiredStrength`.
 */
export type NotAsked = 'totp' | 'passkeys' | 'backupCodes';
