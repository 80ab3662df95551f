import type { HostCode } from '@sallyport/core';
/** What needs a secret, as `SecretUse` of `@sallyport/engine`. */
export interface SecretUse {
  /** The id of the key, which reveals nothing about the secret. Empty: a record that states no key. */
  readonly key: string;
  /** The place of the secret in `secrets`, from 1. Absent: `secrets` has no such secret. */
  readonly place?: number;
  readonly sealed: { readonly authenticatorApps: number; readonly signOutHints: number; readonly actionLogs: number };
  readonly hashed: { readonly backupCodes: number; readonly enrollmentCodes: number };
}

/** The values that need each secret, as `SecretsSurvey` of `@sallyport/engine`. */
export interface SecretsSurvey {
  readonly accounts: number;
  readonly keys: readonly SecretUse[];
}

/** The outcome of an account, as `ResealReport` of `@sallyport/engine`. */
export interface Resealed {
  readonly tenant: string;
  /** Absent: the keys of the tenant's action log. */
  readonly accountId?: string;
  readonly outcome: 'resealed' | 'unreadable' | 'contended';
}

/** An account with data that needs a key, as `SecretOwner` of `@sallyport/engine`. */
export interface SecretOwner {
  readonly tenant: string;
  readonly accountId: string;
  readonly identifier: string;
  readonly email?: string;
  readonly needs: readonly (keyof SecretUse['sealed'] | keyof SecretUse['hashed'])[];
}

export interface Keeping {
  readonly secrets: {
    survey(options: { readonly tenant?: string }): Promise<SecretsSurvey>;
    owners(options: { readonly key: string; readonly tenant?: string }): AsyncIterable<SecretOwner>;
    reseal(options: { readonly by: HostCode; readonly tenant?: string }): AsyncIterable<Resealed>;
  };
}

/**
 * The output of `sallyport secrets --json`. Later releases may add members. Existing members keep the same meaning in `version` 1.
 */
export interface SecretsReport extends SecretsSurvey {
  /** The version of this format. */
  readonly version: 1;
  /** The numbers of accounts by outcome. Present with `--reseal`. */
  readonly resealed?: Readonly<Record<Resealed['outcome'], number>>;
}
