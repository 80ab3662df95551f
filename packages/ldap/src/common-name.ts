/** The common name that a group's distinguished name begins with (RFC 4514 §3); `undefined` if it begins with another attribute. */
export function commonNameOf(dn: string): string | undefined {
  const cn = /^\s*(?:cn|2\.5\.4\.3)\s*=\s*((?:[^\\,+;]|\\.)*)(?=[,+;]|$)/isu.exec(dn)?.[1];
  return cn === undefined ? undefined : unescaped(cn.replace(/(?<!\\) +$/, ''));
}

/** Pairs of hex digits are bytes of UTF-8, and may stand beside each other. */
function unescaped(value: string): string {
  return value
    .replace(/(?:\\[0-9a-f]{2})+/gi, (pairs) => Buffer.from(pairs.replaceAll('\\', ''), 'hex').toString('utf8'))
    .replace(/\\(.)/gsu, '$1');
}
