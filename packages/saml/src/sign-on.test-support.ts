import { instant } from '@sallyport/core';
import type { ProvidedIdentity, ProviderAnswer, SignInProvider } from '@sallyport/store/providers';
import { CALLBACK, type Issued, identityProvider, NOW, type TestProvider } from './identity-provider.test-support.ts';
import type { SamlOptions } from './options.ts';
import { saml } from './saml.ts';

export const STATE = 'state-of-the-flow-which-is-long-enough-4711';

export interface SignOn {
  readonly provider: SignInProvider;
  readonly idp: TestProvider;
  /** Issues a response to our request, and finishes the sign-in with the response. */
  answerTo(issued?: Omit<Issued, 'requestId'>, options?: Finished): Promise<ProviderAnswer>;
  /** Finishes the sign-in with these parameters of the callback. */
  finish(parameters: Readonly<Record<string, string>>, requestId?: string, options?: Finished): Promise<ProviderAnswer>;
}

export interface Finished {
  /** Milliseconds after the response was issued. */
  readonly later?: number;
}

export const REQUEST = '_0123456789abcdef0123456789abcdef01234567';

/** An identity provider, and the service provider under test. */
export async function signOn(options: Partial<SamlOptions> = {}): Promise<SignOn> {
  const idp = await identityProvider();
  const provider = saml({ id: 'corp-saml', name: 'Corp', idpMetadata: idp.metadata, ...options });
  const finish: SignOn['finish'] = (parameters, requestId = REQUEST, { later = 0 } = {}) =>
    provider.finish({
      callback: CALLBACK,
      state: STATE,
      kept: { requestId },
      parameters: { RelayState: STATE, ...parameters },
      now: instant(NOW + later),
    });
  return {
    provider,
    idp,
    finish,
    answerTo: async (issued = {}, finished = {}) =>
      finish({ SAMLResponse: await idp.issue({ requestId: REQUEST, ...issued }) }, REQUEST, finished),
  };
}

/** The identity of a successful answer. Throws for every other answer. */
export function identityOf(answer: ProviderAnswer): ProvidedIdentity {
  if (answer.outcome !== 'signed-in') throw new Error(`not signed in: ${JSON.stringify(answer)}`);
  return answer.identity;
}
