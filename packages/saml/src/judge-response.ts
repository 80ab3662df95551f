import type { ProviderAnswer, ProviderResponse } from '@sallyport/store/providers';
import type { Configuration } from './configuration.ts';
import { encryptedAssertion } from './encrypted-assertion.ts';
import type { Expected } from './expected.ts';
import { decodeResponse } from './message/decode.ts';
import { type Screened, screenResponse } from './message/screen.ts';
import { isSignedBy, NO_SIGNATURE } from './message/verify.ts';
import { readAssertion } from './response/read-assertion.ts';
import { entityIdFor, serviceProvider } from './service-provider.ts';
import { attributeOf, childOf, requiredChild, uriOf } from './xml/elements.ts';
import { NotBelieved } from './xml/not-believed.ts';
import { parseMessage } from './xml/parse-xml.ts';

export async function judgeResponse(configuration: Configuration, response: ProviderResponse): Promise<ProviderAnswer> {
  try {
    return await judged(configuration, response);
  } catch (fault) {
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
  const signed = await signedAssertion(configuration, callback, { xml, ...screened });
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

async function signedAssertion(
  configuration: Configuration,
  callback: string,
  { xml, response, assertion }: Screened & { readonly xml: string },
): Promise<string> {
  if (assertion === undefined) throw new NotBelieved('the response has no assertion');
  if (assertion.encrypted) return encryptedAssertion(configuration, xml, { response, encrypted: assertion.element });
  const { certificates } = configuration.provider;
  if (!(await isSignedBy(certificates, response)) && !(await isSignedBy(certificates, assertion.element)))
    throw new NotBelieved(NO_SIGNATURE);
  const sp = await serviceProvider(configuration, callback);
  const SAMLResponse = Buffer.from(xml, 'utf8').toString('base64');
  const result = await sp.validatePostResponseAsync({ SAMLResponse }).catch(() => {
    throw new NotBelieved('the signature is invalid, or the signed content does not have the form of an assertion');
  });
  const signed = result.profile?.getAssertionXml?.();
  if (signed === undefined) throw new NotBelieved('the response has no assertion');
  return signed;
}

/** The response may be unsigned. {@link readAssertion} asks again. */
function checkEnvelope({ response, signed }: Screened, expected: Expected): void {
  if (attributeOf(response, 'InResponseTo') !== expected.requestId) {
    throw new NotBelieved('the response answers another request, or none');
  }
  const destination = attributeOf(response, 'Destination');
  // Bindings §3.5.5.2.
  if (destination === undefined ? signed : destination !== expected.callback) {
    throw new NotBelieved('the response has another destination');
  }
  const issuer = childOf(response, 'assertion', 'Issuer');
  if (issuer !== undefined && uriOf(issuer) !== expected.issuer) {
    throw new NotBelieved('the response is from another issuer');
  }
}

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
/** Core §3.2.2.2. */
const NO: readonly string[] = [`${STATUS}AuthnFailed`, `${STATUS}RequestDenied`];

function statusOf(response: Element): 'success' | 'cancelled' {
  const top = requiredChild(requiredChild(response, 'protocol', 'Status'), 'protocol', 'StatusCode');
  const codes = [valueIn(top)];
  for (let code = childOf(top, 'protocol', 'StatusCode'); code !== undefined; ) {
    codes.push(valueIn(code));
    code = childOf(code, 'protocol', 'StatusCode');
  }
  if (codes.every((code) => code === `${STATUS}Success`)) return 'success';
  if (codes[0] !== `${STATUS}Success` && codes.some((code) => NO.includes(code))) return 'cancelled';
  throw new NotBelieved(`the provider answers ${codes.map((code) => code.slice(0, 100)).join(', ')}`);
}

function valueIn(code: Element): string {
  return attributeOf(code, 'Value') ?? '';
}
