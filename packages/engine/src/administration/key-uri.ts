/** An app as its key URI tells it: `otpauth://TYPE/LABEL?PARAMETERS`, the format of Google Authenticator. */
export interface KeyUriApp {
  readonly type: 'totp' | 'hotp';
  readonly secret: string;
  readonly algorithm?: string;
  readonly digits?: number;
  readonly period?: number;
}

const LONGEST = 2048;

/** `undefined`: another form of URI, no secret, or a parameter that no app has. Of a parameter that comes twice the first counts. */
export function appOfKeyUri(uri: string): KeyUriApp | undefined {
  const [, type, label, query = ''] = /^otpauth:\/\/(totp|hotp)\/([^?]*)\??(.*)$/s.exec(uri) ?? [];
  if ((type !== 'totp' && type !== 'hotp') || uri.length > LONGEST || decoded(label) === undefined) return undefined;
  const parameters = new Map<string, string | undefined>();
  for (const parameter of query.split('&')) {
    const [name = '', ...value] = parameter.split('=');
    const key = decoded(name);
    if (key !== undefined && !parameters.has(key)) parameters.set(key, decoded(value.join('=')));
  }
  if ([...parameters.values()].includes(undefined)) return undefined;
  const secret = parameters.get('secret');
  const algorithm = algorithmOf(parameters.get('algorithm') || 'sha1');
  const [digits, period] = [whole(parameters.get('digits') ?? '6'), whole(parameters.get('period') ?? '30')];
  if (!secret || algorithm === undefined || period < 1 || !DIGITS.includes(digits)) return undefined;
  return { type, secret, algorithm, digits, period };
}

const DIGITS = [6, 7, 8];

function algorithmOf(named: string): string | undefined {
  const [, size] = /^sha[-_]?(1|256|512)$/i.exec(named) ?? [];
  return size === undefined ? undefined : `SHA${size}`;
}

function whole(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : 0;
}

function decoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
