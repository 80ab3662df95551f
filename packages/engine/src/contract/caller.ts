import type { ClientMode, TenantId } from '@sallyport/store';

/** The sender of a request. Made by the HTTP layer, never by a host. */
export interface Caller {
  readonly tenant: TenantId;
  readonly mode: ClientMode;
  readonly flowToken?: string;
  readonly sessionToken?: string;
  readonly deviceToken?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}
