import type { HostCode } from '@sallyport/core';
import type { AccountId } from '@sallyport/store';

/** The data that still needs the key of a secret of the host. */
export interface SecretUse {
  /** The id of the key: eight characters, as beside each sealed text. Reveals nothing about the secret. Empty: a record that states no key. */
  readonly key: string;
  /** The place of the secret in the option `secrets`, from 1. Absent: `secrets` has no secret with this key. */
  readonly place?: number;
  /** The texts that the key sealed. `reseal` seals them with the first secret. */
  readonly sealed: {
    /** The secrets of authenticator apps, also of apps that wait for their first code. */
    readonly authenticatorApps: number;
    /** The hints for the sign-out pages of providers, in live sessions. */
    readonly signOutHints: number;
    /** The keys of tenants' action logs: one for each tenant whose log is sealed. */
    readonly actionLogs: number;
  };
  /** The codes that the key hashed. No code is stored, so `reseal` cannot hash the codes anew. */
  readonly hashed: {
    /** The accounts with unused backup codes. Without the secret, the owners need new backup codes. */
    readonly backupCodes: number;
    /** The accounts with an unused enrollment code, which is valid for a day at most, or with an open invitation, which is valid for seven days. */
    readonly enrollmentCodes: number;
  };
}

/** The uses of the host's secrets. */
export interface SecretsSurvey {
  /** The number of accounts that were read. */
  readonly accounts: number;
  /** Every secret of `secrets`, in their order. Then the other keys that an account needs. */
  readonly keys: readonly SecretUse[];
}

/** An account with data that needs the key of a secret. */
export interface SecretOwner {
  readonly tenant: string;
  readonly accountId: AccountId;
  /** The first identifier. Empty if the account has none. */
  readonly identifier: string;
  /** The verified mailbox, if it is no identifier of the account. */
  readonly email?: string;
  /** The kinds of the data. */
  readonly needs: readonly (keyof SecretUse['sealed'] | keyof SecretUse['hashed'])[];
}

/** The report of an account, or of a tenant's action log, with something that another secret than the first had sealed. */
export interface ResealReport {
  readonly tenant: string;
  /** Absent: the report is of the keys of the tenant's action log. */
  readonly accountId?: AccountId;
  /**
   * - `resealed`: everything of the account is sealed by the first secret.
   * - `unreadable`: no secret of `secrets` opens a text of the account. The text stays as it is.
   * - `contended`: others changed the account again and again. Reseal again.
   */
  readonly outcome: 'resealed' | 'unreadable' | 'contended';
}

/**
 * The use of the host's secrets, for a rotation. Each function reads every account in pages, and keeps none in memory. Default of `tenant`: every
 * tenant of the option `tenants`.
 *
 * Data that lives for half an hour at most is not counted and not sealed anew: sign-ins and set-ups under way, sent codes, challenges. Mailed links
 * are not stored, so they are not counted either: the link of a sign-up is valid for an hour, and the link of an unfamiliar sign-in for seven days.
 * Both end with the secret that sealed them.
 */
export interface Secrets {
  /**
   * Returns the uses of every secret. Changes nothing.
   *
   * @throws SallyportConfigError `bad-tenant`, if the host has no such tenant, or if `tenants` is a function and no tenant is named
   * @throws StoreUnavailable if the store does not answer
   */
  survey(options?: { readonly tenant?: string }): Promise<SecretsSurvey>;
  /**
   * Returns the accounts with data that needs the key, such as the accounts whose owners need new backup codes before the secret goes. Changes
   * nothing.
   *
   * @param options `key` is a `key` of the survey
   * @throws SallyportConfigError as `survey`
   * @throws StoreUnavailable from the loop, if the store does not answer
   * @example
   * ```ts
   * const { keys } = await auth.secrets.survey();
   * const { key } = keys.at(-1) ?? { key: '' };
   * for await (const { identifier, needs } of auth.secrets.owners({ key }))
   *   if (needs.includes('backupCodes')) console.log(`${identifier} needs new backup codes`);
   * ```
   */
  owners(options: { readonly key: string; readonly tenant?: string }): AsyncIterable<SecretOwner>;
  /**
   * Seals with the first secret the texts that a later secret sealed. Writes a commit with an event `account.resealed` for every account and every
   * session. Reports every account with such a text. Runs beside sign-ins and beside a second run. After an interruption, call the function again.
   * For host code only.
   *
   * @throws TypeError if `by` is malformed
   * @throws SallyportConfigError as `survey`
   * @throws StoreUnavailable from the loop, if the store does not answer
   * @example
   * ```ts
   * import { hostCode } from '@sallyport/engine';
   *
   * for await (const { accountId, outcome } of auth.secrets.reseal({ by: hostCode('rotation of May') })) {
   *   if (outcome !== 'resealed') console.warn(accountId, outcome);
   * }
   * const { keys } = await auth.secrets.survey();
   * ```
   */
  reseal(options: { readonly by: HostCode; readonly tenant?: string }): AsyncIterable<ResealReport>;
}
