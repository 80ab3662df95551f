/**
 * Returns a written policy with each mail domain in lower case and in ASCII: a policy compares domains as texts. Every other value stays as it is, also
 * if it is no policy. The engine and `sallyport check` read every policy so.
 *
 * @param toAscii the ToASCII of UTS #46, such as `domainToASCII` of `node:url`. `''`: the text is no domain
 */
export function withAsciiDomains<Written>(written: Written, toAscii: (domain: string) => string): Written {
  if (!isRecord(written) || !isRecord(written['providers'])) return written;
  const { providers } = written;
  const changed = Object.entries(providers).flatMap(([name, provider]) => {
    const rewritten = ofProvider(provider, toAscii);
    return rewritten === provider ? [] : [[name, rewritten] as const];
  });
  return changed.length === 0 ? written : { ...written, providers: { ...providers, ...Object.fromEntries(changed) } };
}

function ofProvider(provider: unknown, toAscii: (domain: string) => string): unknown {
  if (!isRecord(provider) || !Array.isArray(provider['mailDomains'])) return provider;
  const written: readonly unknown[] = provider['mailDomains'];
  const mailDomains = written.map((one) => {
    if (typeof one !== 'string') return one;
    const domain = one.normalize('NFKC').toLowerCase();
    return /^[\x20-\x7e]*$/.test(domain) ? domain : toAscii(domain) || one;
  });
  return mailDomains.every((one, place) => one === written[place]) ? provider : { ...provider, mailDomains };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
