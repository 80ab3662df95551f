import { domainToASCII, domainToUnicode } from 'node:url';
import { isInAddressForm } from '@sallyport/core';
import { isKeepable } from './keepable.ts';

/**
 * Returns the normal form of an identifier: NFKC, lower case, without surrounding space, and without characters that nobody sees. With such a character,
 * or with a mark of direction, a second identifier would look like the first. The domain of an address is in ASCII (UTS #46), as browsers send it. The
 * normal form of a normal form is the same text.
 */
export function normaliseIdentifier(typed: string): string {
  return withAsciiDomain(
    typed
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      // A removed character may have stood between a letter and its accent.
      .normalize('NFKC')
      .trim()
      .toLowerCase()
      // A small letter may be one character with its accent where the capital is two: J and a caron.
      .normalize('NFKC'),
  );
}

/** The text with the domain of its address in ASCII. */
export function withAsciiDomain(identifier: string): string {
  const domain = domainOf(identifier);
  // A text without a domain, or with a domain that UTS #46 refuses, stays as it is.
  const ascii = domain === identifier || /^[\x20-\x7e]*$/.test(domain) ? '' : domainToASCII(domain);
  return ascii === '' ? identifier : identifier.slice(0, -domain.length) + ascii;
}

/** An identifier or an address for people: with the domain as its owners write it. */
export function shownIdentifier(identifier: string): string {
  const domain = domainOf(identifier);
  if (domain === identifier || !domain.includes('xn--')) return identifier;
  const shown = domainToUnicode(domain);
  // Where the way back leads elsewhere, people see what is stored.
  return domainToASCII(shown) === domain ? identifier.slice(0, -domain.length) + shown : identifier;
}

/**
 * Returns the normal form of a mail address, or `undefined` if the text is no address. Accepts exactly one address, and no character that
 * could split a mail header. Two dots in a row before the `@` are accepted: some Japanese mailboxes have them.
 */
export function normaliseAddress(typed: string): string | undefined {
  const address = normaliseIdentifier(typed);
  return isKeepable(address) &&
    /^[^\s@,;:<>"()[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/u.test(address) &&
    !domainOf(address).includes('..')
    ? address
    : undefined;
}

/** Returns the domain of a mail address: the text after the last `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Masks a mailbox: the owner recognises the mailbox, and a stranger learns little: `j•••@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

/** Masks an identifier, which is an address or any other name: `j•••@example.org`, `j•••`. */
export function maskIdentifier(identifier: string): string {
  return isInAddressForm(identifier) ? maskAddress(identifier) : `${[...identifier][0] ?? ''}•••`;
}

/** Masks an address that is no mailbox, such as a telephone number: `•••• 12`. */
export function maskEnd(address: string): string {
  return `•••• ${[...address].slice(-2).join('')}`;
}
