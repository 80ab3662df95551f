/** The time step of such an app is always 30 seconds. */
export interface MigratedApp {
  readonly secret: Uint8Array;
  readonly name: string;
  readonly issuer: string;
  readonly algorithm: string;
  readonly digits: number;
  readonly type: 'totp' | 'hotp';
  readonly counter: number;
}

const ALGORITHMS = ['SHA1', 'SHA1', 'SHA256', 'SHA512', 'MD5'];
const DIGITS = [6, 6, 8];

export function appsOfMigration(uri: string): readonly MigratedApp[] | undefined {
  const [, data] = /^otpauth-migration:\/\/offline\/?\?(?:[^#]*&)?data=([^&#]+)/i.exec(uri) ?? [];
  if (data === undefined) return undefined;
  try {
    const payload = Buffer.from(decodeURIComponent(data).replaceAll(' ', '+'), 'base64');
    return [...fieldsOf(payload)].flatMap(([field, value]) =>
      field === 1 && typeof value !== 'number' ? [appOf(value)] : [],
    );
  } catch {
    return undefined;
  }
}

function appOf(message: Uint8Array): MigratedApp {
  const fields = new Map(fieldsOf(message));
  const bytes = (field: number): Uint8Array => {
    const value = fields.get(field);
    return value instanceof Uint8Array ? value : new Uint8Array();
  };
  const number = (field: number): number => {
    const value = fields.get(field);
    return typeof value === 'number' ? value : 0;
  };
  return {
    secret: bytes(1),
    name: Buffer.from(bytes(2)).toString(),
    issuer: Buffer.from(bytes(3)).toString(),
    algorithm: ALGORITHMS[number(4)] ?? String(number(4)),
    digits: DIGITS[number(5)] ?? number(5),
    type: number(6) === 1 ? 'hotp' : 'totp',
    counter: number(7),
  };
}

function* fieldsOf(message: Uint8Array): Generator<readonly [field: number, value: number | Uint8Array]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let place = 0; place < 10; place++) {
      const byte = message[at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return value;
    }
    throw new RangeError('the message ends inside a number');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw new RangeError('the message ends inside a field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) yield [field, varint()];
    else if (wire === 2) yield [field, take(varint())];
    else take(wire === 1 ? 8 : wire === 5 ? 4 : Infinity);
  }
}
