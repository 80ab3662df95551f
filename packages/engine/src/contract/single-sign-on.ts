import type { TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { FlowReply, KeptTokens } from './flow.ts';
import type { Refusal } from './refusal.ts';
import type { LiveSession } from './session.ts';

/** Single sign-on: to a provider and back. In cookie mode alone, since it is a browser that goes there. */
export interface SingleSignOn {
  /** Sends a person to a provider, in the flow that is open, or in one that this opens. */
  begin(caller: Caller, provider: string, at: { readonly callback: string }): Promise<Departure | Refusal>;
  /** Sends a session's owner to a provider, to link the identity there to the account. */
  beginLink(
    caller: Caller,
    session: LiveSession,
    provider: string,
    at: { readonly callback: string },
  ): Promise<Departure | Refusal>;
  /**
   * Keeps a response that a provider's page posted from another site, until the request with the flow's cookie comes. A response that the
   * provider does not believe is refused, and not kept.
   */
  keepResponse(
    caller: Caller,
    provider: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly state: string } | Refusal>;
  /** The person is back. A failed return leaves the flow where it was; after five of them the next return ends the flow. */
  finish(caller: Caller, provider: string, back: Returned): Promise<Arrival>;
  /** SAML: what the provider is to know of us, as XML. */
  metadata(tenant: TenantId, provider: string, callback: string): Promise<{ readonly xml: string } | Refusal>;
}

export interface Departure {
  readonly location: string;
  readonly keep: KeptTokens;
}

export interface Returned {
  /** The absolute address that the provider was told to send the person back to. */
  readonly callback: string;
  /** The parameters of the query; `undefined` if one came twice. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** What a return came to: a step of a flow, or an identity that is linked. */
export type Arrival =
  | { readonly purpose: 'sign-in'; readonly result: FlowReply | Refusal }
  | { readonly purpose: 'link'; readonly result: { readonly keep: KeptTokens } | Refusal };
