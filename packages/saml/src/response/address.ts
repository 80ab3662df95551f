/** The names that providers use for the attribute with the mail address. */
const NAMES: readonly string[] = [
  'mail',
  'email',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
];
/** RFC 5321 §4.5.3.1.3. */
const LONGEST = 254;

/** The asserted mail address. Returns `undefined` if the attributes assert several different addresses, or no plain address. */
export function addressOf(attributes: ReadonlyMap<string, readonly string[]>): string | undefined {
  const all = NAMES.flatMap((name) => attributes.get(name) ?? []);
  const [address] = all;
  const several = new Set(all.map((each) => each.toLowerCase())).size > 1;
  return address === undefined || several || !isAddress(address) ? undefined : address;
}

/** Whether the text is a single plain mailbox. The engine checks the address in full. */
function isAddress(text: string): boolean {
  return text.length <= LONGEST && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text);
}
