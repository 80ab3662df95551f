import type { Configuration } from './configuration.ts';
import { decryptAssertion } from './message/decrypt.ts';
import { screenAssertion } from './message/screen.ts';
import { NO_SIGNATURE, signedText } from './message/verify.ts';
import { requiredChild } from './xml/elements.ts';
import { NotBelieved } from './xml/not-believed.ts';
import { parseMessage } from './xml/parse-xml.ts';

/** node-saml's xml-encryption decrypts no key of XML Encryption 1.1. */
export async function encryptedAssertion(
  { decryption, provider, wantAssertionsSigned, wantAuthnResponseSigned }: Configuration,
  xml: string,
  { response, encrypted }: { readonly response: Element; readonly encrypted: Element },
): Promise<string> {
  if (decryption === undefined) throw new NotBelieved('the assertion is encrypted, and there is no key for it');
  const text = await decryptAssertion(encrypted, decryption.key);
  const assertion = parseMessage(text);
  screenAssertion(assertion);
  const ofResponse = await signedText(provider.certificates, xml, response);
  const ofAssertion = await signedText(provider.certificates, text, assertion);
  if (wantAuthnResponseSigned && ofResponse === undefined) throw new NotBelieved(NO_SIGNATURE);
  if (ofAssertion !== undefined) return ofAssertion;
  if (wantAssertionsSigned || ofResponse === undefined) throw new NotBelieved(NO_SIGNATURE);
  return decryptAssertion(requiredChild(parseMessage(ofResponse), 'assertion', 'EncryptedAssertion'), decryption.key);
}
