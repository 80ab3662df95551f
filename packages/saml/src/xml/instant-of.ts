import { type Instant, instant } from '@sallyport/core';
import { attributeOf } from './elements.ts';
import { NotBelieved } from './not-believed.ts';

/** With its zone, which JavaScript would guess (Core §1.3.3). */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

export function instantOf(element: Element, name: string): Instant | undefined {
  const text = attributeOf(element, name);
  if (text === undefined) return undefined;
  const at = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new NotBelieved(`${name} of ${element.localName} is no instant`);
  return instant(at);
}
