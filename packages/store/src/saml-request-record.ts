import type { Instant } from '@sallyport/core';
import type { PendingSso } from './flow-record.ts';
import type { TenantId } from './ids.ts';

/** SAML Core §3.4. A record beside the flow: the provider's page posts the response without the flow's cookie. */
export interface SamlRequestRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  /** The hash of the provider and of the `RelayState`. */
  readonly id: string;
  readonly version: number;
  readonly callback: string;
  readonly kept: PendingSso['kept'];
  /** Failed, or being judged. */
  readonly failedResponses: number;
  /** Failed from `until` on. */
  readonly judging?: readonly { readonly ticketHash: string; readonly until: Instant }[];
  /** Waits for the flow's cookie. */
  readonly response?: PostedResponse;
  readonly expiresAt: Instant;
}

export interface PostedResponse {
  readonly fields: Readonly<Record<string, string>> | 'cancelled';
  /** Only the posting browser has the ticket. */
  readonly ticketHash: string;
}
