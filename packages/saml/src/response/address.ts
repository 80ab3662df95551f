/** How providers name the attribute with the mail address. */
const NAMES: readonly string[] = [
  'mail',
  'email',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
];
/** RFC 5321 §4.5.3.1.3. */
const LONGEST = 254;

/** The one mail address that the attributes assert; none if they assert several, of which nobody says which is meant. */
export function addressOf(attributes: ReadonlyMap<string, readonly string[]>): string | undefined {
  const all = NAMES.flatMap((name) => attributes.get(name) ?? []);
  const [address] = all;
  const several = new Set(all.map((one) => one.toLowerCase())).size > 1;
  return address === undefined || several || !isAddress(address) ? undefined : address;
}

/** One mailbox and nothing beside it. What an address is in full is the engine's to say. */
function isAddress(text: string): boolean {
  return text.length <= LONGEST && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text);
}
