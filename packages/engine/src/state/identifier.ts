import { domainToASCII, domainToUnicode } from 'node:url';
import { isInAddressForm } from '@sallyport/core';
import { isKeepable } from '../kernel/keepable.ts';

/** No second identifier may look like the first: NFKC, lower case, no invisible character, and the domain in ASCII (UTS #46). */
export function normaliseIdentifier(typed: string): string {
  return withAsciiDomain(
    typed
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      // A removed character may have stood between a letter and its accent.
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      // A small letter may be one character where the capital is two: J and a caron.
      .normalize('NFKC'),
  );
}

export function withAsciiDomain(identifier: string): string {
  const domain = domainOf(identifier);
  const ascii = domain === identifier || /^[\x20-\x7e]*$/.test(domain) ? '' : domainToASCII(domain);
  return ascii === '' ? identifier : identifier.slice(0, -domain.length) + ascii;
}

export function shownIdentifier(identifier: string): string {
  const domain = domainOf(identifier);
  if (domain === identifier || !domain.includes('xn--')) return identifier;
  const shown = domainToUnicode(domain);
  return domainToASCII(shown) === domain ? identifier.slice(0, -domain.length) + shown : identifier;
}

export function normaliseAddress(typed: string): string | undefined {
  const address = normaliseIdentifier(typed);
  return isKeepable(address) &&
    /^[^\s@,;:<>"()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/u.test(address) &&
    !domainOf(address).includes('..')
    ? address
    : undefined;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** `j•••@example.org` */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

export function maskIdentifier(identifier: string): string {
  return isInAddressForm(identifier) ? maskAddress(identifier) : `${[...identifier][0] ?? ''}•••`;
}

/** `•••• 12` */
export function maskEnd(address: string): string {
  return `•••• ${[...address].slice(-2).join('')}`;
}
