/**
 * The common name at the start of a group's distinguished name (RFC 4514 §3), or `undefined` if the name starts with another attribute. Spaces
 * around the parts count for nothing; other white space is a part of the name.
 */
export function commonNameOf(dn: string): string | undefined {
  const cn = /^ *(?:cn|2\.5\.4\.3) *=((?:[^\\,+; ]|\\.| +(?=[^,+; ]))*) *(?:[,+;]|$)/isu.exec(dn)?.[1];
  return cn === undefined ? undefined : unescaped(cn.replace(/^ +/, ''));
}

/**
 * Removes the escapes of RFC 4514 §2.4, once and from left to right: a decoded backslash escapes nothing. Adjacent hex pairs are decoded
 * together, because a character may take several bytes of UTF-8.
 */
function unescaped(value: string): string {
  return value.replace(/((?:\\[0-9a-f]{2})+)|\\(.)/gisu, (_, pairs: string | undefined, one: string) =>
    pairs === undefined ? one : Buffer.from(pairs.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}
