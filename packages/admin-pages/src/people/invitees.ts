import { isProblem } from '@sallyport/browser';

export const MOST_INVITED = 100;

/**
 * The rest of a list would fail as well: nobody is signed in (401), somebody else is (412), or the server is away. Who closes the question for a stronger
 * sign-in stops too.
 */
export function endsInvitations(thrown: unknown): boolean {
  return !isProblem(thrown) || [0, 401, 412].includes(thrown.status) || thrown.status >= 500;
}

/** An address with a comma in place of its only point, words, quoted words, an address in angle brackets, and the ends of a name. */
const PARTS = /[^\s,;"<>@]+@[^\s.,;"<>@]+,[^\s,;"<>@]+(?=[\s,;]|$)|"[^"]*"|<[^<>]*>|[;,\r\n]|<?[^\s,;"<]+/g;

/** Each once. Leaves out names before addresses: `Max Muster <max@example.org>`, `Muster, Max <max@example.org>`. */
export function addressesIn(text: string): readonly string[] {
  const addresses: string[] = [];
  let before = 0;
  for (const [part] of text.matchAll(PARTS)) {
    if (part.startsWith('<') && part.endsWith('>')) {
      addresses.splice(before, addresses.length, part.slice(1, -1).trim());
      before = addresses.length;
    } else if (part === ',') {
      // A word with a dot before a comma may be a wrong address.
      if (addresses.slice(before).some((word) => word.includes('.'))) before = addresses.length;
    } else if (/^[;\r\n]$/.test(part)) before = addresses.length;
    else {
      addresses.push(...(part.startsWith('"') ? part.split(/[\s,;"]+/) : [part]));
      if (part.includes('@') && !part.startsWith('"')) before = addresses.length;
    }
  }
  return [...new Map(addresses.filter((one) => one !== '').map((one) => [one.toLowerCase(), one])).values()];
}
