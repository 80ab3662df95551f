import type { Configuration } from './configuration.ts';
import { decryptAssertion } from './message/decrypt.ts';
import { screenAssertion } from './message/screen.ts';
import { NO_SIGNATURE, signedText } from './message/verify.ts';
import { requiredChild } from './xml/elements.ts';
import { NotBelieved } from './xml/not-believed.ts';
import { parseMessage } from './xml/parse-xml.ts';

/**
 * Without node-saml, whose version of xml-encryption decrypts no key of XML Encryption 1.1. If the provider encrypted the assertion after signing
 * the response, only the assertion's signature holds. @returns the signed XML of the assertion only @throws NotBelieved
 */
export async function encryptedAssertion(
  { decryption, provider, wantAssertionsSigned, wantAuthnResponseSigned }: Configuration,
  xml: string,
  { response, encrypted }: { readonly response: Element; readonly encrypted: Element },
): Promise<string> {
  if (decryption === undefined) throw new NotBelieved('the assertion is encrypted, and there is no key for it');
  const text = await decryptAssertion(encrypted, decryption.key);
  const assertion = parseMessage(text);
  // `screenResponse` did not see it.
  screenAssertion(assertion);
  const ofResponse = await signedText(provider.certificates, xml, response);
  const ofAssertion = await signedText(provider.certificates, text, assertion);
  if (wantAuthnResponseSigned && ofResponse === undefined) throw new NotBelieved(NO_SIGNATURE);
  if (ofAssertion !== undefined) return ofAssertion;
  if (wantAssertionsSigned || ofResponse === undefined) throw new NotBelieved(NO_SIGNATURE);
  return decryptAssertion(requiredChild(parseMessage(ofResponse), 'assertion', 'EncryptedAssertion'), decryption.key);
}
