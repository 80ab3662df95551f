import type { DatePreview } from '@sallyport/assurance';
import type { HostCode } from '@sallyport/core';
import type { AppRefusal } from '../app/refusal-text.ts';
import { whenText } from '../terminal/when-text.ts';

export type Document = Readonly<Record<string, unknown>>;

export interface Version {
  readonly policy: Document;
  /** 0: the policy in the code. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** An account id, `system` for the app's code, or `host:NAME`. */
  readonly changedBy: string;
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
  /** Absent: `newlyStranded` counts now. */
  readonly newlyStrandedFrom?: number;
  /** Absent from an app with an older engine, and without dates. */
  readonly dates?: readonly DatePreview[];
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

/** What a draft in the shadow would have done, as `ShadowReport` of `@sallyport/engine`. */
export interface ShadowFindings {
  readonly policy: Document;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly by: string;
  readonly note?: string;
  readonly isJudged: boolean;
  readonly signIns: number;
  readonly askedForMore: number;
  readonly denied: number;
  readonly letOff: number;
  readonly isWhole: boolean;
  readonly rules: readonly {
    readonly effect: string;
    readonly because: { readonly message: string };
    readonly people: number;
  }[];
}

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
    shadow(
      tenant: string,
      policy: unknown,
      input: { readonly by: HostCode; readonly ifVersion?: number; readonly note?: string },
    ): Promise<{ readonly version: number } | AppRefusal>;
    endShadow(tenant: string, input: { readonly by: HostCode }): Promise<{ readonly version: number } | AppRefusal>;
    shadowReport(tenant: string): Promise<ShadowFindings | AppRefusal>;
  };
}

export function authorText(changedBy: string): string {
  if (changedBy === 'system') return 'the policy in the code of the app';
  return changedBy.startsWith('host:') ? changedBy.slice('host:'.length) : `account ${changedBy}`;
}

export function versionText({
  version,
  changedAt,
  changedBy,
}: Pick<Version, 'version' | 'changedAt' | 'changedBy'>): string {
  if (version === 0) return 'the policy in the code of the app: the store has no policy';
  return `version ${version}, set by ${authorText(changedBy)} on ${whenText(changedAt)}`;
}

/** Without `undefined` members, as a store returns the document. */
export function asJson(document: object): unknown {
  return JSON.parse(JSON.stringify(document));
}
