import { NotBelieved } from '../xml/not-believed.ts';

/** Characters of base64. */
export const LARGEST: number = 256 * 1024;

/** Bindings §3.5.4. */
export function decodeResponse(parameter: string | undefined): string {
  if (parameter === undefined || parameter === '') throw new NotBelieved('there is no SAMLResponse');
  if (parameter.length > LARGEST) throw new NotBelieved('the response is too large');
  const base64 = parameter.replaceAll(/[\r\n\t ]/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new NotBelieved('the response is not in base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw new NotBelieved('the response is not in UTF-8');
  }
}
