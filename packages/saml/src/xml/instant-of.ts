import { type Instant, instant } from '@sallyport/core';
import { attributeOf } from './elements.ts';
import { NotBelieved } from './not-believed.ts';

/** SAML times are in UTC (Core §1.3.3). JavaScript reads a time without a zone in the host's zone. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** @throws NotBelieved if the value is not an instant */
export function instantOf(element: Element, name: string): Instant | undefined {
  const text = attributeOf(element, name);
  if (text === undefined) return undefined;
  const at = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new NotBelieved(`${name} of ${element.localName} is no instant`);
  return instant(at);
}
