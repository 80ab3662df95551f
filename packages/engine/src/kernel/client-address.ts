const IN_BRACKETS = /^\[([^\]]*)\](?::\d+)?$/;
const WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/;
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * Returns an address in one form (RFC 5952): IPv4 also from a socket for both families, and without the port or zone that a proxy or a socket adds. A text
 * that is no address stays.
 */
export function clientAddress(ip: string): string {
  const bare = (IN_BRACKETS.exec(ip) ?? WITH_PORT.exec(ip))?.[1] ?? ip;
  if (!bare.includes(':')) return bare;
  const site = `http://[${bare.replace(/%.*$/, '')}]`;
  if (!URL.canParse(site)) return ip;
  const plain = new URL(site).hostname.slice(1, -1);
  const [, high = '', low = ''] = MAPPED.exec(plain) ?? [];
  if (high === '') return plain;
  return [high, low].flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.');
}
