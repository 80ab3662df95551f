/** A secret that must not appear in any searched place. */
export interface Secret {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Lists the found secrets with the place and the encoding: `store: the data key, in hex`. */
export function searched(secrets: readonly Secret[], places: Readonly<Record<string, Buffer>>): readonly string[] {
  const found = new Set<string>();
  for (const [place, bytes] of Object.entries(places)) {
    const lowerCase = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');
    for (const { name, bytes: secret } of secrets) {
      if (bytes.includes(secret)) found.add(`${place}: ${name}, as it is`);
      if (lowerCase.includes(secret.toString('hex'))) found.add(`${place}: ${name}, in hex`);
      if (base64Of(secret).some((form) => bytes.includes(form))) found.add(`${place}: ${name}, in base64`);
      if (base64Of(secret).some((form) => bytes.includes(urlSafe(form)))) found.add(`${place}: ${name}, in base64url`);
    }
  }
  return [...found];
}

/** The base64 forms of a secret within longer data: one form for each offset (0, 1 or 2), without the characters shared with adjacent bytes. */
function base64Of(secret: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
  });
}

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');
