import { attributeOf, childOf, requiredChild } from '../xml/elements.ts';
import { NotBelieved } from '../xml/not-believed.ts';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
/** What a provider says if the person, or it in their name, said no (Core §3.2.2.2). */
const NO: readonly string[] = [`${STATUS}AuthnFailed`, `${STATUS}RequestDenied`];

/**
 * What a response says it comes to.
 * @throws NotBelieved if that is neither an assertion nor somebody's no
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
