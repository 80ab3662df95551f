/** The most people whom one press invites. */
export const MOST_INVITED = 100;

/** The addresses in a text, each once and in their order. Commas, semicolons and white space stand between addresses. */
export function addressesIn(text: string): readonly string[] {
  const addresses = text.split(/[\s,;]+/).filter((address) => address !== '');
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}
