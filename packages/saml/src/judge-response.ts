import type { ProviderAnswer, ProviderResponse } from '@sallyport/store/providers';
import type { Configuration } from './configuration.ts';
import type { Expected } from './expected.ts';
import { decodeResponse } from './message/decode.ts';
import { decryptAssertion } from './message/decrypt.ts';
import { type Screened, screenAssertion, screenResponse } from './message/screen.ts';
import { checkEnvelope } from './response/envelope.ts';
import { readAssertion } from './response/read-assertion.ts';
import { statusOf } from './response/status.ts';
import { entityIdFor, serviceProvider } from './service-provider.ts';
import { NotBelieved } from './xml/not-believed.ts';
import { parseMessage } from './xml/parse-xml.ts';

/** Checks a response. A failed check is answered as `refused` and never thrown, because strangers can send responses. */
export async function judgeResponse(configuration: Configuration, response: ProviderResponse): Promise<ProviderAnswer> {
  try {
    return await judged(configuration, response);
  } catch (fault) {
    // Every other error of a library is caused by the message, and is a refusal too.
    return { outcome: 'refused', why: fault instanceof NotBelieved ? fault.message : 'the response cannot be judged' };
  }
}

async function judged(configuration: Configuration, response: ProviderResponse): Promise<ProviderAnswer> {
  const { callback, parameters } = response;
  const expected = expectedBy(configuration, response);
  const relayed = parameters['RelayState'];
  if (relayed !== undefined && relayed !== response.state) throw new NotBelieved('the response is for another state');
  const xml = decodeResponse(parameters['SAMLResponse']);
  const screened = screenResponse(parseMessage(xml));
  checkEnvelope(screened, expected);
  if (statusOf(screened.response) === 'cancelled') return { outcome: 'cancelled' };
  await screenEncrypted(configuration, screened);
  const signed = await signedAssertion(configuration, callback, xml);
  return { outcome: 'signed-in', identity: readAssertion(signed, expected, configuration) };
}

function expectedBy(configuration: Configuration, { callback, kept, now }: ProviderResponse): Expected {
  const { requestId } = kept;
  if (typeof requestId !== 'string' || requestId === '') throw new NotBelieved('nothing was asked');
  return {
    issuer: configuration.provider.issuer,
    entityId: entityIdFor(configuration, callback),
    callback,
    requestId,
    now,
    skew: configuration.clockSkew,
  };
}

/** Decrypts an encrypted assertion to check its form, which `screenResponse` cannot see. */
async function screenEncrypted({ decryption }: Configuration, { assertion }: Screened): Promise<void> {
  if (assertion === undefined) throw new NotBelieved('the response has no assertion');
  if (!assertion.encrypted) return;
  if (decryption === undefined) throw new NotBelieved('the assertion is encrypted, and there is no key for it');
  screenAssertion(parseMessage(await decryptAssertion(assertion.element, decryption.key)));
}

/** Verifies the signature, and returns the signed XML of the assertion only. @throws NotBelieved */
async function signedAssertion(configuration: Configuration, callback: string, xml: string): Promise<string> {
  const provider = await serviceProvider(configuration, callback);
  // Encodes the screened XML again, so that node-saml verifies the same text that was screened.
  const SAMLResponse = Buffer.from(xml, 'utf8').toString('base64');
  const result = await provider.validatePostResponseAsync({ SAMLResponse }).catch(() => {
    throw new NotBelieved('the signature is invalid, or the signed content does not have the form of an assertion');
  });
  const signed = result.profile?.getAssertionXml?.();
  if (signed === undefined) throw new NotBelieved('the response has no assertion');
  return signed;
}
