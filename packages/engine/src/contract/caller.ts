import type { ClientMode, TenantId } from '@sallyport/store';

/** What a request says of who is asking. Built by the http layer, never by a host. */
export interface Caller {
  readonly tenant: TenantId;
  readonly mode: ClientMode;
  readonly flowToken?: string;
  readonly sessionToken?: string;
  readonly deviceToken?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}
