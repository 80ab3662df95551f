import { attributeOf, childOf, requiredChild } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
/** The status codes for a sign-in that the person or the provider declined (Core §3.2.2.2). */
const NO: readonly string[] = [`${STATUS}AuthnFailed`, `${STATUS}RequestDenied`];

/**
 * The outcome that a response's status codes state.
 * @throws NotBelieved if the codes mean neither success nor a declined sign-in
 */
export function statusOf(response: Element): 'success' | 'cancelled' {
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
