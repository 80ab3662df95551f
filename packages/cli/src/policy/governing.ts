import type { HostCode } from '@sallyport/core';
import type { AppRefusal } from '../app/refusal-text.ts';
import { whenText } from '../terminal/when-text.ts';

/** The JSON of a policy. */
export type Document = Readonly<Record<string, unknown>>;

/** A version of the policy, as `PolicyView` of `@sallyport/engine`. */
export interface Version {
  readonly policy: Document;
  /** 0: the policy in the code, which the store does not have. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** The id of an account, `system` for the app's code, or `host:NAME` for host code. */
  readonly changedBy: string;
  /** The author's words on the change. */
  readonly note?: string;
}

/** The numbers of accounts that a policy affects, as `ComparedImpact` of `@sallyport/engine`. */
export interface Impact {
  readonly unaffected: number;
  readonly mustEnroll: number;
  /** Absent from an app with an older engine. */
  readonly setUpChanges?: number;
  readonly stranded: number;
  readonly newlyStranded?: number;
  /** A page of the affected accounts, first those that the change moves to another group. */
  readonly accounts: readonly AffectedAccount[];
  /** The `cursor` of the next page. Absent on the last page. */
  readonly next?: string;
}

/** An account that could not sign in as before. */
export interface AffectedAccount {
  readonly identifier: string;
  readonly email?: string;
  readonly impact: 'must-enroll' | 'stranded';
  readonly because: readonly { readonly message: string }[];
}

/** The functions of the app's object that read and set the policy. */
export interface Governing {
  readonly policy: {
    current(tenant: string): Promise<Version>;
    versions(
      tenant: string,
      page: { readonly cursor?: string },
    ): Promise<{ readonly versions: readonly Version[]; readonly next?: string }>;
    preview(
      tenant: string,
      policy: unknown,
      asked: { readonly compare?: boolean; readonly cursor?: string },
    ): Promise<Impact | AppRefusal>;
    set(
      tenant: string,
      policy: unknown,
      input: { readonly ifVersion: number; readonly by: HostCode; readonly note?: string },
    ): Promise<{ readonly version: number } | AppRefusal>;
  };
}

/** The author of a version, in words. */
export function authorText(changedBy: string): string {
  if (changedBy === 'system') return 'the policy in the code of the app';
  return changedBy.startsWith('host:') ? changedBy.slice('host:'.length) : `account ${changedBy}`;
}

/** `version 7, set by deployment 42 on 2026-11-25T01:30:00.000Z` */
export function versionText({ version, changedAt, changedBy }: Version): string {
  if (version === 0) return 'the policy in the code of the app: the store has no policy';
  return `version ${version}, set by ${authorText(changedBy)} on ${whenText(changedAt)}`;
}
