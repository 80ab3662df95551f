import type { Instant } from '@sallyport/core';
import type { PendingSso } from './flow-record.ts';
import type { TenantId } from './ids.ts';

/**
 * A SAML authentication request that waits for its response (SAML Core §3.4). The provider's page posts the response from another site,
 * without the cookie of the flow, so the request is a record beside the flow.
 */
export interface SamlRequestRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the request. */
  readonly tenant: TenantId;
  /** The hash of the provider and of the `RelayState` that the response brings back. */
  readonly id: string;
  /** 1 at first; rises by 1 with every write. */
  readonly version: number;
  /** The absolute callback address in the request to the provider. */
  readonly callback: string;
  /** The `kept` that the provider's `begin` returned. */
  readonly kept: PendingSso['kept'];
  /** The number of posted responses that failed or are being judged. */
  readonly failedResponses: number;
  /** The posted responses that are being judged. A response counts as failed from its `until` on. */
  readonly judging?: readonly { readonly ticketHash: string; readonly until: Instant }[];
  /** The response that waits for the request with the flow's cookie. */
  readonly response?: PostedResponse;
  /** The end of the flow that sent the request. */
  readonly expiresAt: Instant;
}

/** A response that a provider's page posted, after the provider accepted the response. */
export interface PostedResponse {
  /** The posted fields, or `cancelled` if the person cancelled. */
  readonly fields: Readonly<Record<string, string>> | 'cancelled';
  /** The hash of the ticket that only the posting browser has: only that browser finishes the journey. */
  readonly ticketHash: string;
}
