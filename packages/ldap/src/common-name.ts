const CN = /^ *(?:cn|2\.5\.4\.3) *=((?:[^\\,+; ]|\\.| +(?=[^,+; ]))*) *(?:[,+;]|$)/isu;
const UID = /^ *(?:uid|0\.9\.2342\.19200300\.100\.1\.1) *=((?:[^\\,+; ]|\\.| +(?=[^,+; ]))*) *(?:[,+;]|$)/isu;

/** RFC 4514 §3. */
export function commonNameOf(dn: string): string | undefined {
  return firstOf(CN, dn);
}

/** RFC 4519 §2.39. */
export function userIdOf(dn: string): string | undefined {
  return firstOf(UID, dn) || undefined;
}

function firstOf(type: RegExp, dn: string): string | undefined {
  const value = type.exec(dn)?.[1];
  return value === undefined ? undefined : unescaped(value.replace(/^ +/, ''));
}

/** RFC 4514 §2.4. Adjacent hex pairs are one character of UTF-8. */
function unescaped(value: string): string {
  return value.replace(/((?:\\[0-9a-f]{2})+)|\\(.)/gisu, (_, pairs: string | undefined, one: string) =>
    pairs === undefined ? one : Buffer.from(pairs.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}
