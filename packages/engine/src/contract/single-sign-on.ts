import type { TenantId } from '@sallyport/store';
import type { Caller } from './caller.ts';
import type { FlowReply, KeptTokens } from './flow.ts';
import type { RefusalOf } from './refusal-table.ts';
import type { LiveSession } from './session.ts';

/** Single sign-on: to a provider and back. In cookie mode alone, because a browser goes to the provider. */
export interface SingleSignOn {
  /**
   * Sends a person to a provider. Uses the open flow, or opens a flow. With `asksWho` the provider asks who signs in, and does not answer for the
   * person whom it remembers. A person who wants to sign in as somebody else needs this.
   */
  begin(
    caller: Caller,
    provider: string,
    at: { readonly callback: string; readonly asksWho?: boolean },
  ): Promise<Departure | RefusalOf<'sso.begin'>>;
  /** Sends a session's owner to a provider, to link an identity there to the account. */
  beginLink(
    caller: Caller,
    session: LiveSession,
    provider: string,
    at: { readonly callback: string },
  ): Promise<Departure | RefusalOf<'sso.beginLink'>>;
  /**
   * Keeps a response that a provider's page posted from another site, until the request with the flow's cookie comes. A response that the
   * provider does not accept is refused, and not kept.
   *
   * The ticket goes to the browser that posted, and to nobody else, in the address of the redirect. {@link SingleSignOn.finish} demands the
   * ticket. Otherwise a thief could send another person to the provider, and finish the journey with that person's response.
   */
  keepResponse(
    caller: Caller,
    provider: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly ticket: string } | RefusalOf<'sso.keepResponse'>>;
  /**
   * Judges the return from a provider. A failed return leaves the flow its proofs. A denial ends the flow, except `no-way-in`, after which an
   * enrollment code may continue the flow. After five failed returns, the next return ends the flow.
   */
  finish(caller: Caller, provider: string, back: Returned): Promise<Arrival>;
  /** SAML: the metadata of the service provider, as XML, for the identity provider. */
  metadata(
    tenant: TenantId,
    provider: string,
    callback: string,
  ): Promise<{ readonly xml: string } | RefusalOf<'sso.metadata'>>;
}

/** The way to a provider. */
export interface Departure {
  /** The absolute address at the provider, for a redirect. The address is valid for this flow alone. */
  readonly location: string;
  /** The flow's token, which the return needs. */
  readonly keep: KeptTokens;
}

/** The request that came back from a provider. */
export interface Returned {
  /** The absolute callback address in the request to the provider. */
  readonly callback: string;
  /** The parameters of the query: for SAML `RelayState` and `ticket`. `undefined` if a parameter was repeated. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

/** The result of a return: a step of a flow, a linked identity, or the way to the provider once more. */
export interface Arrival {
  /** `sign-in`: from {@link SingleSignOn.begin}. `link`: from {@link SingleSignOn.beginLink}. */
  readonly purpose: 'sign-in' | 'link';
  /** With `answer` after a step of a sign-in, with neither `answer` nor `location` after a link. With `location`: the provider's page had expired. */
  readonly result: FlowReply | Departure | { readonly keep: KeptTokens } | RefusalOf<'sso.finish'>;
}
