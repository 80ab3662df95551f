import { type Instant, instant, type Milliseconds } from '@sallyport/core';
import type { ProvidedIdentity, ProviderAnswer, ProviderKept, SignInProvider } from '@sallyport/store/providers';
import { expect } from 'vitest';
import { oidc } from './oidc.ts';
import type { OidcOptions } from './options.ts';
import { CALLBACK, CLIENT_ID, CLIENT_SECRET } from './provider.test-support.ts';
import type { FormAnswers } from './user-agent.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

export const STATE = 'the state that the engine made';

/** The provider with a host's usual options, on loopback. */
export function corp(issuer: string, options: Partial<OidcOptions> = {}): SignInProvider {
  return oidc({
    id: 'corp',
    name: 'Example Corp',
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    allowInsecureLoopback: true,
    ...options,
  });
}

export interface Left {
  readonly location: URL;
  readonly kept: ProviderKept;
  readonly asksAnew: boolean | undefined;
}

/** Leaves for the provider. */
export async function leave(
  provider: SignInProvider,
  asked: {
    readonly acr?: readonly string[];
    readonly within?: number;
    readonly asksWho?: boolean;
    readonly asksAnew?: boolean;
    readonly now?: number;
  } = {},
): Promise<Left> {
  const { location, kept, asksAnew } = await provider.begin({
    callback: CALLBACK,
    state: STATE,
    acr: asked.acr ?? [],
    within: asked.within as Milliseconds | undefined,
    asksWho: asked.asksWho,
    asksAnew: asked.asksAnew,
    now: asked.now === undefined ? now() : instant(asked.now),
  });
  return { location: new URL(location), kept, asksAnew };
}

/** Leaves and signs in at the provider. Returns the parameters of the callback. */
export async function returned(
  provider: SignInProvider,
  person: FormAnswers,
  asked: Parameters<typeof leave>[1] = {},
): Promise<{ readonly kept: ProviderKept; readonly parameters: Record<string, string> }> {
  const { location, kept } = await leave(provider, asked);
  const back = await userAgent().follow(location.href, { ...person, stopAt: CALLBACK });
  return { kept, parameters: Object.fromEntries(back.searchParams) };
}

/** Calls `finish` with the callback's parameters, and checks that a refusal contains no secret. */
export async function judge(
  provider: SignInProvider,
  { kept, parameters }: { readonly kept: ProviderKept; readonly parameters: Readonly<Record<string, string>> },
  at: { readonly now?: number; readonly state?: string } = {},
): Promise<ProviderAnswer> {
  const answer = await provider.finish({
    callback: CALLBACK,
    state: at.state ?? STATE,
    kept,
    parameters,
    now: at.now === undefined ? now() : instant(at.now),
  });
  if (answer.outcome === 'refused') {
    for (const secret of [CLIENT_SECRET, parameters['code'], kept['nonce'], kept['verifier'], STATE]) {
      if (typeof secret === 'string' && secret.length > 5) expect(answer.why).not.toContain(secret);
    }
    expect(answer.why).not.toMatch(/eyJ|Bearer|Basic/);
  }
  return answer;
}

export const now = (): Instant => instant(Date.now());

export function identityOf(answer: ProviderAnswer): ProvidedIdentity {
  if (answer.outcome !== 'signed-in') throw new Error(JSON.stringify(answer));
  return answer.identity;
}
