import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { hash as argon2Hash } from '@node-rs/argon2';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import { describe, expect, it } from 'vitest';
import { passwordHashing } from './password-hashing.ts';

const CHEAP = { memoryCost: 8, timeCost: 1 };
const TURN = { queue: 'stranger', subject: 'somebody' } as const;
const hashing = passwordHashing(CHEAP);
const faultOf = (passwordHash: string) => {
  const read = hashing.read({ passwordHash });
  return 'hash' in read ? undefined : read;
};
const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const SALT = 'sixteen bytes it';

interface Cost {
  readonly m: number;
  readonly t: number;
  readonly p: number;
}

function padded(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Hashes by other implementations: crypt_blowfish, the argon2 reference, RFC 6070 §2 and RFC 7914 §12. */
const PUBLISHED = [
  ['bcrypt $2a$', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt $2b$', 'U*U', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt $2y$', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  [
    'argon2i, version 0x10',
    'password',
    '$argon2i$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  ],
  [
    'argon2i without a version',
    'password',
    '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  ],
  ['argon2i', 'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  [
    'PBKDF2',
    'passwordPASSWORDpassword',
    `$pbkdf2-sha1$i=4096,l=25$${b64('saltSALTsaltSALTsaltSALTsaltSALTsalt')}$${b64(Buffer.from('3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038', 'hex'))}`,
  ],
  [
    'scrypt',
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${b64('SodiumChloride')}$${b64(Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887', 'hex'))}`,
  ],
] as const;

describe('the hashes of other systems', () => {
  it.each(PUBLISHED)('X22 %s is verified as it is, and is to be renewed', async (_, password, hash) => {
    expect(faultOf(hash)).toBeUndefined();
    expect(await hashing.verify(hash, password, TURN)).toBe(true);
    expect(await hashing.verify(hash, `${password}.`, TURN)).toBe(false);
    expect(await hashing.verify(hash, '', TURN)).toBe(false);
    expect(hashing.isOutdated(hash)).toBe(true);
  });

  it.each(['sha1', 'sha256', 'sha512'] as const)('X22 PBKDF2 by %s, whatever the length of its key', async (digest) => {
    for (const length of [16, 20, 32, 64, 128]) {
      const key = pbkdf2Sync('a password', SALT, 1_000, length, digest);
      for (const cost of ['i=1000', `i=1000,l=${length}`, '1000']) {
        const hash = `$pbkdf2-${digest}$${cost}$${b64(SALT)}$${b64(key)}`;
        expect(faultOf(hash), hash).toBeUndefined();
        expect(await hashing.verify(hash, 'a password', TURN), hash).toBe(true);
        expect(await hashing.verify(hash, 'another password', TURN)).toBe(false);
      }
    }
  });

  it('X22 argon2d, and argon2id of another cost', async () => {
    for (const algorithm of [0, 1, 2]) {
      const hash = await argon2Hash('a password', { algorithm, memoryCost: 64, timeCost: 2, parallelism: 2 });
      expect(faultOf(hash)).toBeUndefined();
      expect(await hashing.verify(hash, 'a password', TURN)).toBe(true);
      expect(await hashing.verify(hash, 'another', TURN)).toBe(false);
    }
  });

  it('X22 bcrypt compares the first 72 bytes alone, as it always did', async () => {
    const hash = await bcryptHash('x'.repeat(72), { cost: 4 });
    expect(await hashing.verify(hash, 'x'.repeat(72), TURN)).toBe(true);
    expect(await hashing.verify(hash, `${'x'.repeat(72)} and more`, TURN)).toBe(true);
    expect(await hashing.verify(hash, 'x'.repeat(71), TURN)).toBe(false);
  });

  it('X22 takes a password as another system hashed it, composed or not, and no half character', async () => {
    for (const form of ['NFC', 'NFD']) {
      const hash = await bcryptHash('cliché déjà vu'.normalize(form), { cost: 4 });
      expect(await hashing.verify(hash, 'cliché déjà vu'.normalize(form), TURN)).toBe(true);
      expect(await hashing.verify(hash, 'cliche deja vu', TURN)).toBe(false);
    }
    const replaced = await bcryptHash('a password \uFFFD', { cost: 4 });
    expect(await hashing.verify(replaced, 'a password \uD800', TURN)).toBe(false);
    expect(await hashing.verify(replaced, 'a password \uFFFD', TURN)).toBe(true);
  });

  it('X22 takes a password that another system hashed in Unicode NFKC, as better-auth does', async () => {
    const hash = await bcryptHash('Ｗｉｄｅ ﬁgure…'.normalize('NFKC'), { cost: 4 });
    expect(await hashing.verify(hash, 'Ｗｉｄｅ ﬁgure…', TURN)).toBe(true);
    expect(await hashing.verify(hash, 'Wide figure...', TURN)).toBe(true);
    expect(await hashing.verify(hash, 'wide figure...', TURN)).toBe(false);
  });

  it.each([
    ['the order of npm argon2', ({ m, t, p }: Cost) => `p=${p},m=${m},t=${t}`, (text: string) => text],
    ['zeros in front', ({ m, t, p }: Cost) => `m=0${m},t=00${t},p=${p}`, (text: string) => text],
    ['padding', ({ m, t, p }: Cost) => `m=${m},t=${t},p=${p}`, padded],
    ['dots', ({ m, t, p }: Cost) => `m=${m},t=${t},p=${p}`, (text: string) => text.replaceAll('+', '.')],
  ])('X22 argon2 is verified from what was read, not from its text: %s', async (_, list, written) => {
    const own = { m: CHEAP.memoryCost, t: CHEAP.timeCost, p: 1 };
    for (const cost of [own, { m: 64, t: 3, p: 2 }]) {
      const options = { memoryCost: cost.m, timeCost: cost.t, parallelism: cost.p };
      // Salt and key of these bytes have `+` in base64.
      const hash = await argon2Hash('a password', { ...options, salt: Buffer.alloc(16, 0xfb) });
      const [, , , , saltText = '', keyText = ''] = hash.split('$');
      const stored = `$argon2id$v=19$${list(cost)}$${written(saltText)}$${written(keyText)}`;
      expect(stored).not.toBe(hash);
      const read = hashing.read({ passwordHash: stored });
      expect(read).toEqual({ hash: expect.stringContaining(hash) });
      for (const text of [stored, 'hash' in read ? read.hash : '']) {
        expect(await hashing.verify(text, 'a password', TURN)).toBe(true);
        expect(await hashing.verify(text, 'another password', TURN)).toBe(false);
      }
    }
  });

  it('X22 takes salts and keys as people write them by hand, and keeps what is compared', async () => {
    const long = 'ab'.repeat(128);
    const cost = { N: 1024, r: 8, p: 1 };
    const argon2 = { memoryCost: 64, timeCost: 1, parallelism: 1, outputLen: 512, salt: Buffer.from(long) };
    for (const [stored, length] of [
      [`$scrypt$ln=10,r=8,p=1$${b64(long)}$${b64(scryptSync('a password', long, 512, cost))}`, 500],
      [`$pbkdf2-sha512$i=1000$${b64(long)}$${b64(pbkdf2Sync('a password', long, 1_000, 512, 'sha512'))}`, 500],
      [await argon2Hash('a password', argon2), 1_100],
    ] as const) {
      const read = hashing.read({ passwordHash: stored });
      const hash = 'hash' in read ? read.hash : JSON.stringify(read);
      expect(hash.length).toBeLessThan(length);
      expect(await hashing.verify(hash, 'a password', TURN)).toBe(true);
      expect(await hashing.verify(hash, 'another password', TURN)).toBe(false);
    }
  });

  it('X22 bcrypt may have bits that it never compared, as old libraries write them', async () => {
    for (const written of [
      '$2b$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
      '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX',
    ]) {
      expect(hashing.read({ passwordHash: written })).toEqual({ hash: PUBLISHED[1][2] });
      expect(await hashing.verify(written, 'U*U', TURN)).toBe(true);
    }
  });

  it.each([
    ['$scrypt$ln=10,r=8,p=1$c2hvcnQ$', 'has a salt of 5 bytes, and 8 to 256 are taken'],
    [`$scrypt$ln=10,r=8,p=1$${b64('x'.repeat(257))}$`, 'has a salt of 257 bytes, and 8 to 256 are taken'],
    [`$scrypt$ln=10,r=8,p=1$${b64(SALT)}$c2hvcnQ`, 'has a key of 5 bytes, and 16 to 512 are taken'],
    [`$pbkdf2-sha1$1000$${b64(SALT)}$${b64('x'.repeat(513))}`, 'has a key of 513 bytes, and 16 to 512 are taken'],
    [`$pbkdf2-sha1$1000$c2hvcnQ!$${b64(SALT)}`, 'has a salt that is no base64 of whole bytes'],
    [`$argon2id$v=18$m=8,t=1,p=1$${b64(SALT)}$${b64(SALT)}`, 'is of a version of argon2 other than 16 and 19'],
    [`$argon2id$v=19$m=8,t=1,p=1,x=1$${b64(SALT)}$${b64(SALT)}`, 'has not the parameters m, t and p of argon2'],
    ['$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'has a cost of bcrypt below 4'],
    ['x'.repeat(4_097), 'is a text of more than 4096 characters'],
  ])('X22 names the part and the limit: %s', (hash, message) => {
    expect(faultOf(hash)).toMatchObject({ code: 'malformed-hash', message: expect.stringContaining(message) });
  });

  it('X6 X22 a wrong password takes the work of both kinds where a sample of the imported hashes is given', async () => {
    const sample = await argon2Hash('of nobody', { memoryCost: 64, timeCost: 3, parallelism: 1 });
    const verified: string[] = [];
    const counting = passwordHashing({ ...CHEAP, imported: sample }, async () => ({
      hash: argon2Hash,
      verify: async (stored) => {
        verified.push(/m=\d+/.exec(String(stored))?.[0] ?? '');
        return false;
      },
    }));
    const own = await counting.hash('a password', TURN);
    const work = async (asked: () => Promise<unknown>) => {
      verified.length = 0;
      await asked();
      return verified.toSorted();
    };
    expect(await work(() => counting.pretend('a guess', TURN))).toEqual(['m=64', 'm=8']);
    expect(await work(() => counting.verify(own, 'a guess', TURN))).toEqual(['m=64', 'm=8']);
    expect(await work(() => counting.verify(sample, 'a guess', TURN))).toEqual(['m=64', 'm=8']);
  });

  it('X6 X22 the sample may be a hash as the old system stores it, with its name where the text does not say it', async () => {
    const passwordHash = `${'b'.repeat(32)}:${'a'.repeat(128)}`;
    for (const imported of [
      'argon2$argon2id$v=19$m=64,t=3,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA',
      { passwordHash, passwordFormat: 'better-auth' } as const,
    ])
      expect(await passwordHashing({ ...CHEAP, imported }).pretend('a guess', TURN)).toBe(false);
    expect(() => passwordHashing({ imported: passwordHash })).toThrow(/give passwordFormat/);
  });

  it('X22 a sample that is no hash stops the start-up', () => {
    expect(() => passwordHashing({ imported: 'bcrypt' })).toThrow(expect.objectContaining({ code: 'bad-hash-sample' }));
    expect(() => passwordHashing({ imported: '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' })).toThrow(
      /cost 14/,
    );
  });
});

describe('a hash that is not taken', () => {
  const key = b64(scryptSync('x', SALT, 32, { N: 2, r: 1, p: 1 }));
  const salt = b64(SALT);
  const bcrypt = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

  it.each([
    `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${key}`,
    `$argon2id$v=19$m=262144,t=4,p=1$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=4294967295,p=1$${salt}$${key}`,
    `$argon2id$v=19$m=65536,t=1,p=17$${salt}$${key}`,
    `$2b$15$${bcrypt}`,
    `$2b$31$${bcrypt}`,
    `$scrypt$ln=30,r=8,p=1$${salt}$${key}`,
    `$scrypt$ln=17,r=8,p=2$${salt}$${key}`,
    `$scrypt$ln=1,r=1,p=99999999$${salt}$${key}`,
    `$scrypt$ln=1,r=524288,p=1$${salt}$${key}`,
    `$scrypt-kdf$ln=64,r=8,p=1$${'A'.repeat(43)}$${'A'.repeat(43)}`,
    `$pbkdf2-sha512$i=2000001$${salt}$${key}`,
    `$pbkdf2-sha1$i=9999999999$${salt}$${key}`,
  ])('X22 costs too much: %s is judged by its text, and never computed', async (hash) => {
    expect(faultOf(hash)).toMatchObject({ code: 'too-costly-hash' });
    expect(await hashing.verify(hash, 'x', TURN)).toBe(false);
  });

  it.each([
    '$2b$10$abc',
    `$2b$03$${bcrypt}`,
    `$2b$1$${bcrypt}`,
    `$2b$10$${bcrypt}.`,
    '$argon2id$',
    `$argon2id$v=20$m=8,t=1,p=1$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=0,p=1$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=1,p=2$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=1,p=1,keyid=x$${salt}$${key}`,
    `$scrypt$ln=0,r=8,p=1$${salt}$${key}`,
    `$scrypt$ln=14,r=8,p=1$${salt}$${b64('short')}`,
    `$scrypt$ln=14,r=8,p=1$c2hvcnQ$${key}`,
    `$pbkdf2-sha256$i=0$${salt}$${key}`,
    `$pbkdf2-sha256$i=1000$${salt}$`,
    `$pbkdf2-sha256$i=1000$${salt}\n$${b64(SALT)}`,
    `$scrypt-kdf$ln=14,r=8,p=1$${salt}`,
    `$pbkdf2-sha256$i=1000$${salt}$${key.slice(0, -1)}!`,
    `$pbkdf2-sha256$i=1000$${salt}$${'A'.repeat(700)}`,
    `$pbkdf2-sha256$i=1000$${salt}$${'A'.repeat(5_000)}`,
    `$argon2id$v=19$m=8,t=1$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=1,t=1$${salt}$${key}`,
    `$argon2id$v=19$m=8,t=1,p=1,p=1$${salt}$${key}`,
    `$scrypt$ln=16,r=1,p=1$${salt}$${key}`,
    // scrypt-kdf writes a salt and a signature of 32 bytes each.
    `$scrypt-kdf$ln=14,r=8,p=1$${'A'.repeat(43)}$${'A'.repeat(22)}`,
    `$scrypt-kdf$ln=14,r=8,p=1$${'A'.repeat(43)}$${'A'.repeat(86)}`,
    `$scrypt-kdf$ln=14,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  ])('X22 has a broken form: %j', async (hash) => {
    expect(faultOf(hash)).toMatchObject({ code: 'malformed-hash' });
    expect(await hashing.verify(hash, 'x', TURN)).toBe(false);
  });

  it.each([
    '',
    'a password',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    `$2x$05$${bcrypt}`,
    `$1$saltsalt$abcdefghijklmnopqrstuv`,
    `$pbkdf2-md5$1000$${salt}$${key}`,
    `~sha256-hex${'~'}$2x$05$${bcrypt}`,
    `~sha3~$2b$05$${bcrypt}`,
  ])('X22 is of no known kind: %j', async (hash) => {
    expect(faultOf(hash)).toMatchObject({ code: 'unknown-hash' });
    expect(await hashing.verify(hash, 'a password', TURN)).toBe(false);
  });
});
