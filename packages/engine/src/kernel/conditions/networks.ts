import { BlockList, isIP } from 'node:net';
import { badOption } from './bad-option.ts';
import type { Condition } from './told-where.ts';

/**
 * The condition "from another network". A request without an address is outside. `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1 (RFC 4291 §2.5.5.2).
 * @param ranges addresses and ranges of addresses: `'192.0.2.7'`, `'192.0.2.0/24'`, `'2001:db8::/32'` (RFC 4632 §3.1, RFC 4291 §2.3)
 * @throws SallyportConfigError `bad-option`, if a text is no range, or if there is none
 */
export function outsideNetworks(ranges: readonly string[]): Condition {
  if (ranges.length === 0) throw noRange('no range');
  const inside = new BlockList();
  for (const range of ranges) add(inside, range);
  return ({ ip }) => ip === undefined || isIP(ip) === 0 || !inside.check(ip, familyOf(ip));
}

function add(list: BlockList, range: string): void {
  const [, address = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
  const most = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || Number(bits ?? 0) > most) throw noRange(`'${range}', which is no range of addresses`);
  list.addSubnet(address, Number(bits ?? most), familyOf(address));
}

const noRange = badOption('outsideNetworks', "Write ranges such as '192.0.2.0/24' and '2001:db8::/32'.");

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
