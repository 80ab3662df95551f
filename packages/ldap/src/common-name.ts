/** RFC 4514 §3. */
export function commonNameOf(dn: string): string | undefined {
  const cn = /^ *(?:cn|2\.5\.4\.3) *=((?:[^\\,+; ]|\\.| +(?=[^,+; ]))*) *(?:[,+;]|$)/isu.exec(dn)?.[1];
  return cn === undefined ? undefined : unescaped(cn.replace(/^ +/, ''));
}

/** RFC 4514 §2.4. Adjacent hex pairs are one character of UTF-8. */
function unescaped(value: string): string {
  return value.replace(/((?:\\[0-9a-f]{2})+)|\\(.)/gisu, (_, pairs: string | undefined, one: string) =>
    pairs === undefined ? one : Buffer.from(pairs.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}
