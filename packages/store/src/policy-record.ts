import type { Instant } from '@sallyport/core';
import type { AccountId, TenantId } from './ids.ts';

/** Plain JSON. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** Never changes once written. */
export interface PolicyRecord {
  readonly tenant: TenantId;
  /** From 1, without gaps. */
  readonly version: number;
  readonly document: PolicyDocument;
  readonly changedAt: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly changedBy: string;
  readonly note?: string;
  /** The host's name of the release. */
  readonly release?: string;
  /** The earlier version that first had these rules, if this version only begins or ends the run of a draft. 0: the policy in the code. */
  readonly sameAs?: number;
  /** A draft that runs in the shadow of this version, until the next version without it. */
  readonly shadow?: PolicyShadow;
  /** Of the last version: the tenant is removed. No further version follows but one that also removes a kept log. */
  readonly removed?: { readonly at: Instant; readonly log: 'keep' | 'remove' };
}

export interface PolicyShadow {
  /** The draft as JSON text, opaque to the store. */
  readonly draft: string;
  readonly since: Instant;
  /** An account id, `system`, `host` or `host:ID`. */
  readonly by: string;
  readonly note?: string;
}

/** Who may change the policy. Written by every change that could leave none. */
export interface AdministratorsRecord {
  readonly tenant: TenantId;
  /** From 1, rises with every write. */
  readonly version: number;
  /** May be empty. */
  readonly accountIds: readonly AccountId[];
}
