import { badOption } from './bad-option.ts';
import type { Condition } from './told-where.ts';

/**
 * The condition "a proxy did not vouch", such as for a managed device by its client certificate. The proxy has to remove the header from what clients
 * send, because any client can send any header.
 * @param name of the header, in any case
 * @param value the whole value that the proxy writes
 * @throws SallyportConfigError `bad-option`, if `name` is no name of a header (RFC 9110 §5.1), or if `value` is empty
 */
export function withoutHeader(name: string, value: string): Condition {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw wrong(`'${name}', which is no name of a header`);
  if (value === '') throw wrong(`no value for the header '${name}'`);
  const key = name.toLowerCase();
  return ({ headers }) => headers[key] !== value;
}

const wrong = badOption('withoutHeader', "Write the header as the proxy does: 'x-managed-device', 'yes'.");
