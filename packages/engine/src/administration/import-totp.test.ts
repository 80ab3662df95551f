import { hash as bcryptHash } from '@node-rs/bcrypt';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, PASSWORD, storedAccount } from '../embedded.test-support.ts';
import { ADA, imports } from './import-people.test-support.ts';
import { appsOfMigration } from './otpauth-migration.ts';

const NOW = Date.UTC(2031, 1, 3, 9, 0, 0);
const HELLO = Buffer.from('Hello!deadbeef'.replace('deadbeef', '\xde\xad\xbe\xef'), 'latin1');
const BCRYPT = await bcryptHash(PASSWORD, { cost: 4 });

const URI = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP';
/** google-authenticator-libpam 20191231, with `-t -d -W`. */
const FILE = 'YIHSQZWUSJBHFXJCLDIN5SKB6U\n" WINDOW_SIZE 3\n" DISALLOW_REUSE\n" TOTP_AUTH\n77806388\n18911292\n';
const LARAVEL =
  'eyJpdiI6IlhhelVXeWdGalhNYzZQcjJjZGlYeFE9PSIsInZhbHVlIjoiNkZXcG5PcWpNU0JqamZRbStpYnRjYU9YaTJNUEQyREJrM0pKTGtRR3FlWT0ifQ==';
const PASSLIB =
  '{"enckey":{"c":14,"k":"FLZH664EWU4DBZZM7WZXJNEHPXAAAJ4Y","s":"WYLEE2BNQVYA4IPEPQXQ","t":"1","v":1},"type":"totp","v":1}';

/** What a sign-in with an imported app answers at a code. */
async function signsIn(totp: object, code: string): Promise<string> {
  const world = await embedded();
  world.now = NOW;
  const [report] = await imports(world, [{ identifier: ADA, passwordHash: BCRYPT, totp }]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
  const given = await world.auth.signIn.code(client.caller, 'totp', { code });
  await world.auth.close();
  return isRefusal(given) ? given.refused : given.answer.status;
}

async function appOf(totp: object) {
  const world = await embedded();
  const [report] = await imports(world, [{ identifier: ADA, passwordHash: BCRYPT, totp }]);
  if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
  const { totp: app } = await storedAccount(world.store, report.accountId);
  await world.auth.close();
  return { algorithm: app?.algorithm, digits: app?.digits, period: app?.period };
}

async function faultsOf(totp: object): Promise<readonly string[]> {
  const world = await embedded();
  const [report] = await imports(world, [{ identifier: ADA, totp }]);
  await world.auth.close();
  return report?.outcome === 'refused' ? (report.errors ?? []).map(({ path, message }) => `${path} ${message}`) : [];
}

// The codes are those of oathtool 2.6.7: `oathtool --totp -b -N '2031-02-03 09:00:00 UTC' SECRET`, without -b for hexadecimal.
describe('the secret of another system', () => {
  it.each([
    ['JBSWY3DPEHPK3PXPJ7', '992084'],
    ['JBSWY3DPEHPK3PXPJBS7', '980387'],
    ['JBSWY3DPEHPK3PXPJBSW7', '478893'],
    ['JBSWY3DPEHPK3PXPJBSWY37', '566705'],
    ['JBSWY3DPEHPK3PXPJBSWY3DPE7', '879065'],
  ])('X43 may end in bits that complete no byte, as oathtool takes it: %s', async (secret, code) => {
    expect(await signsIn({ secret }, code)).toBe('complete');
  });

  it.each([
    ['hexadecimal, as django-otp keeps it', { secret: '48656c6c6f21deadbeef', encoding: 'hex' }, '486972'],
    ['a text, as Keycloak and speakeasy keep it', { secret: 'a secret of a server', encoding: 'text' }, '593376'],
    ['an otpauth URI', { secret: 'otpauth://totp/Example:ada?secret=JBSWY3DPEHPK3PXPJ7&issuer=Example' }, '992084'],
    ['base64, as PSKC keeps it', { secret: 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', encoding: 'base64' }, '842772'],
    ['the file of google-authenticator-libpam', { secret: FILE }, '138068'],
    ['an otpauth URI in capitals', { secret: 'OTPAUTH://TOTP/ADA?secret=JBSWY3DPEHPK3PXPJ7' }, '992084'],
  ])('X43 is read from %s', async (_, totp, code) => {
    expect(await signsIn(totp, code)).toBe('complete');
  });

  it('X43 brings its time step by the file of google-authenticator-libpam', async () => {
    expect(await appOf({ secret: FILE.replace('" TOTP_AUTH', '" STEP_SIZE 60\n" TOTP_AUTH') })).toEqual({ period: 60 });
  });

  it('X43 brings its parameters by an otpauth URI', async () => {
    const secret = 'otpauth://totp/ada?secret=JBSWY3DPEHPK3PXP&algorithm=SHA512&digits=8&period=60&image=x';
    expect(await appOf({ secret })).toEqual({ algorithm: 'sha512', digits: 8, period: 60 });
    expect(await appOf({ secret: 'JBSWY3DPEHPK3PXP' })).toEqual({});
  });

  it.each([
    ['letters that base32 has not', { secret: 'JBSWY3DPEHPK3PX1' }, 'totp.secret is no base32: it has other signs'],
    ['a letter too many', { secret: 'JBSWY3DPEHPK3PXPA' }, 'totp.secret is no base32 of whole bytes'],
    ['three letters too many', { secret: 'JBSWY3DPEHPK3PXPABC' }, 'totp.secret is no base32 of whole bytes'],
    ['six letters too many', { secret: 'JBSWY3DPEHPK3PXPABCDEF' }, 'totp.secret is no base32 of whole bytes'],
    ['no letters', { secret: '' }, 'totp.secret is not 10 to 64 bytes long'],
    ['few bytes', { secret: 'too short', encoding: 'text' }, 'totp.secret is not 10 to 64 bytes long'],
    ['many bytes', { secret: 'x'.repeat(65), encoding: 'text' }, 'totp.secret is not 10 to 64 bytes long'],
    ['half a byte', { secret: '48656c6c6f21deadbee', encoding: 'hex' }, 'totp.secret is no hexadecimal text'],
    ['an unknown form', { secret: 'JBSWY3DPEHPK3PX1', encoding: 'base58' }, 'totp.encoding is not base32, hex, base64'],
    [
      'a counting app',
      { secret: 'otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=1' },
      'totp.secret is of an app that',
    ],
    ['half of base64', { secret: 'MTIzNDU2Nzg5MDEyMzQ1Njc4O', encoding: 'base64' }, 'totp.secret is no base64'],
    [
      'a counting app in a file',
      { secret: FILE.replace('TOTP_AUTH', 'HOTP_COUNTER 1') },
      'totp.secret is of an app that',
    ],
    ['a file, and a member beside', { secret: FILE, digits: 6 }, 'totp.digits is given by the file'],
    // KeePassXC 2.7.4, whose codes of Steam have five letters
    ['Steam', { secret: `${URI}&period=30&digits=5&issuer=steam&encoder=steam` }, 'totp.secret is of Steam'],
    ['Steam as a type', { secret: 'otpauth://steam/a?secret=JBSWY3DPEHPK3PXP' }, 'totp.secret is of Steam'],
    [
      'digits that no code has',
      { secret: `${URI}&digits=10` },
      'totp.secret is an otpauth URI whose type, label, digits',
    ],
    ['a secret that Laravel 8 encrypted', { secret: LARAVEL }, 'totp.secret is encrypted by the old system'],
    ['a secret that passlib 1.7 encrypted', { secret: PASSLIB }, 'totp.secret is encrypted by the old system'],
    ['an URI without a secret', { secret: 'otpauth://totp/a?issuer=x' }, 'totp.secret is no otpauth URI'],
    [
      'an URI, and a member beside',
      { secret: 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP', digits: 8 },
      'totp.digits is given by the URI',
    ],
  ])('X43 is refused with the true reason for %s, and without the secret', async (_, totp, message) => {
    const [fault, ...others] = await faultsOf(totp);
    expect(fault).toContain(message);
    expect(others).toEqual([]);
    expect(fault).not.toContain('JBSWY3DP');
  });
});

/** A field of a Protocol Buffers message. */
function field(number: number, value: number | Uint8Array): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    bytes.push(left < 128 ? left : (left % 128) + 128);
    if (left < 128) return Buffer.from(bytes);
  }
}

function exported(...messages: readonly Buffer[]): string {
  const payload = Buffer.concat([
    ...messages.map((one) => field(1, one)),
    field(2, 1),
    field(3, 3),
    field(4, 1),
    field(5, 70_000),
  ]);
  return `otpauth-migration://offline?data=${encodeURIComponent(payload.toString('base64'))}`;
}

const APP = Buffer.concat([
  field(1, HELLO),
  field(2, Buffer.from('Example:ada')),
  field(3, Buffer.from('Example')),
  field(4, 2),
  field(5, 2),
  field(6, 2),
]);
const COUNTING = Buffer.concat([field(1, HELLO), field(4, 1), field(5, 1), field(6, 1), field(7, 300)]);

describe('an export of Google Authenticator', () => {
  // The example that the readers of this format share: the algorithm and the digits are left out.
  const shared =
    'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC';

  it('X43 is read as an app', async () => {
    expect(await signsIn({ secret: shared }, '486972')).toBe('complete');
    expect(await appOf({ secret: shared })).toEqual({});
    expect(await appOf({ secret: exported(APP) })).toEqual({ algorithm: 'sha256', digits: 8 });
  });

  it('X43 has every field of each app, also in a URI of many', () => {
    expect(appsOfMigration(exported(APP, COUNTING))).toEqual([
      {
        ...{ secret: HELLO, name: 'Example:ada', issuer: 'Example', algorithm: 'SHA256', digits: 8 },
        ...{ type: 'totp', counter: 0 },
      },
      { secret: HELLO, name: '', issuer: '', algorithm: 'SHA1', digits: 6, type: 'hotp', counter: 300 },
    ]);
  });

  it.each([
    ['two apps', exported(APP, APP), 'is of 2 apps'],
    ['no app', exported(), 'is of 0 apps'],
    ['a counting app', exported(COUNTING), 'is of an app that counts'],
    ['MD5', exported(Buffer.concat([field(1, HELLO), field(4, 4)])), 'totp.algorithm is not SHA1, SHA256 or SHA512'],
    ['half a message', exported(APP).slice(0, 60), 'is no otpauth-migration URI'],
    ['no message', 'otpauth-migration://offline', 'is no otpauth-migration URI'],
  ])('X43 is refused with the true reason for %s', async (_, secret, message) => {
    expect((await faultsOf({ secret })).join()).toContain(message);
  });
});
