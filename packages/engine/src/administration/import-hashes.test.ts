import { hash as argon2Hash } from '@node-rs/argon2';
import { isRefusal } from '@sallyport/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, storedAccount } from '../embedded.test-support.ts';
import { PASSWORD, STORED } from '../kernel/passwords/formats/stored-passwords.test-support.ts';
import { ADA, imports, SINGLE } from './import-people.test-support.ts';

const BCRYPT = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const KEY = 'a'.repeat(64);

let world: Embedded;
beforeAll(async () => {
  world = await embedded({ policy: SINGLE });
});
afterAll(() => world.auth.close());

async function tries(identifier: string, password: string): Promise<string> {
  const given = await world.auth.signIn.begin(new Client(world).caller, { identifier, password });
  return isRefusal(given) ? given.refused : given.answer.status;
}

describe('a password hash as another system stores it', () => {
  it.each(STORED.map((one, place) => ({ ...one, identifier: `person-${place}` })))(
    'X43 X22 signs in, and is renewed: $by',
    async ({ identifier, password = PASSWORD, passwordHash, passwordFormat }) => {
      const [report] = await imports(world, [{ identifier, passwordHash, passwordFormat }]);
      if (report?.outcome !== 'imported') throw new Error(JSON.stringify(report));
      expect(await tries(identifier, `${password}.`)).toBe('invalid-credentials');
      expect(await tries(identifier, password)).toBe('complete');
      const { password: stored } = await storedAccount(world.store, report.accountId);
      expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
      expect(await tries(identifier, password)).toBe('complete');
    },
  );

  it('X22 of the own kind and cost signs in by the text that its system hashed, and is renewed', async () => {
    const typed = 'ﬁgures in a déjà vu'.normalize('NFD');
    const passwordHash = await argon2Hash(typed.normalize('NFKC'), { memoryCost: 8, timeCost: 1, parallelism: 1 });
    const [report] = await imports(world, [{ identifier: 'own-kind', passwordHash }]);
    expect(report?.outcome).toBe('imported');
    expect(await tries('own-kind', 'figures in a deja vu')).toBe('invalid-credentials');
    expect(await tries('own-kind', typed)).toBe('complete');
    expect(await tries('own-kind', typed)).toBe('complete');
  });
});

async function faultOf(row: object): Promise<string | undefined> {
  const [report] = await imports(world, [{ identifier: ADA, ...row }]);
  const [fault, ...others] = report?.outcome === 'refused' ? report.errors : [];
  expect(others).toEqual([]);
  return fault && `${fault.path} ${fault.code ?? ''} ${fault.message}`;
}

const ELSEWHERE = 'use passwordElsewhere';

describe('a password hash that cannot be verified', () => {
  it.each([
    // passlib 1.7.4
    [
      'crypt by SHA-512',
      '$6$rounds=1000$QTkBdSp3wqXFPumf$bja5UbzrMMqrFwfxCItvCKgfdEs3RlYVcywREjQQnAYS8s59ApxsmOWd',
      'crypt(3)',
    ],
    ['crypt by SHA-256', '$5$rounds=1000$dkEZ1gupkrYwusf.$tS.sRVfe/c/I1DU2AAdkoxCV/PCGSaXoKFcKp6VZyXD', 'crypt(3)'],
    ['crypt by MD5', '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/', 'crypt(3)'],
    ['yescrypt', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7', 'crypt(3)'],
    ['phpass', '$P$HmuU43jmIpGe46KCDRH5eGoB/houq/1', 'phpass'],
    ['PBKDF2 of dlitz', '$p5k2$3e8$/Zc2f4XgpgVkPvYQ$16uefGrWGyBt4K.5oF4bBncbA5P3cS7O', '$p5k2$'],
    // 389 Directory Server 2.3.1
    [
      'SSHA-512',
      '{SSHA512}+mK+JdGUppxWopZkHP7nT8S6onxo/D1s1CMLoKY+ZJMZ2MkGIAxaste+XK2+S2I9S3lAj1j5P5/9OkLZDYoZV',
      'without a cost',
    ],
    [
      'crypt in a directory',
      '{crypt}$6$dl$pZD1MWQsL1zAGvIp/AOnk7dGc.QDF38WPTrg2IMA..QkrI4TjJz2wz4NbLm63iu0KC',
      'crypt(3)',
    ],
    // Werkzeug 2.2.2, Django 1, Spring Security 5
    [
      'SHA-256 of Werkzeug',
      'sha256$GuTgIm1vPQVqEMWt$9b46d4d06f25fb6e164b4f3821682e182daf1576beb1999cf7ca012af3c3e7c4',
      'without a cost',
    ],
    ['SHA-1 of Django', 'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8', 'without a cost'],
    [
      'SHA-256 of Spring',
      '{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0',
      'without a cost',
    ],
    // doveadm of Dovecot 2.3.19.1
    ['SHA512-CRYPT of Dovecot', '{SHA512-CRYPT}$6$rounds=1000$wPnPP8RECtJmzxlm$XbdnIySUPH.cZ.y8T6zcz3Z8', 'crypt(3)'],
    [
      'SCRAM of Dovecot',
      '{SCRAM-SHA-256}4096,Y2vpCHGA+EmFceadGx7btw==,PHmxqrNZY6bqbHWfzCbV6nVZ6KwlXF1t04+6ObzHFI8=,TZS+z+aeLJcNeFPAsuMZuNOqjWZZxlFw+3GPli6qHO4=',
      'SCRAM',
    ],
    ['SHA-256 of Dovecot', '{SSHA256.HEX}849d085cf0960b92ee675eb59604f84e29be90b91a8dd19d5e54b1bacb035a1f', 'a cost'],
    ['CRAM-MD5 of Dovecot', '{CRAM-MD5}09eae0fafdb8b11dde53f0031217a5c4938a03ccb3eebe1b64e0c243b569921c', 'a cost'],
    ['a password in the clear', '{PLAIN}correct horse battery staple', 'in the clear'],
    // The code of MediaWiki 1.39 and Request Tracker 5.0
    ['MD5 of MediaWiki', ':B:838c83e1:e4ab7024509eef084cdabd03d8b2972c', 'MediaWiki by MD5'],
    ['SHA-512 of Request Tracker', '!sha512!saltsaltsaltsalt!kT7vQ9hDxZLm2Np4Rs6W', 'without a cost'],
    // firebase-scrypt 2.2.0
    [
      'Firebase',
      '0MSeef4wYKv4y35WORq9U7xDS/7w8c93jpJPky4SQE0q4WUtAfb88FUYrutJFXjs9VvYAhZmm0OGm76S3HhXvg==',
      'a key without its salt and cost',
    ],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99', 'without a cost'],
  ])('X43 is refused with the way out: %s', async (_, passwordHash, what) => {
    const fault = await faultOf({ passwordHash });
    expect(fault).toMatch(/^passwordHash unknown-hash is /);
    expect(fault).toContain(what);
    expect(fault).toContain(ELSEWHERE);
  });

  it.each([
    ['a salt and a key without a system', { passwordHash: `${'b'.repeat(32)}:${KEY}` }, 'give passwordFormat'],
    ['two columns without a system', { passwordHash: { hash: KEY, salt: 'a salt of text' } }, 'give passwordFormat'],
    ['one column of Payload', { passwordHash: KEY, passwordFormat: 'payload' }, 'is no { hash, salt }'],
    ['no column', { passwordHash: { hash: KEY }, passwordFormat: 'payload' }, 'passwordHash.salt  is missing'],
    [
      'a key of Payload that is none',
      { passwordHash: { hash: 'x', salt: KEY }, passwordFormat: 'payload' },
      'hexadecimal',
    ],
    ['a mark of Django', { passwordHash: '!z3tNmRCdhn2gF1dKuJ0H7rM94bEMCJxXDlUPbBP3' }, 'no usable password'],
    ['a system that is not read', { passwordHash: BCRYPT, passwordFormat: 'firebase' }, `${ELSEWHERE}`],
    ['a wrong key of better-auth', { passwordHash: 'salt:key', passwordFormat: 'better-auth' }, 'a key in hexadecimal'],
    ['a wrong key of Lucia', { passwordHash: 's2:salt:key' }, 'a key in hexadecimal'],
    ['no base64 of ASP.NET', { passwordHash: 'AQAAAA==', passwordFormat: 'aspnet' }, 'ASP.NET Core Identity'],
    ['half a hash of Django', { passwordHash: 'pbkdf2_sha256$260000$salt' }, 'of Django with a broken form'],
    ['a short salt of Django', { passwordHash: `scrypt$16384$seasalt$8$1$${KEY}` }, 'a salt of 7 bytes, and 8 to 256'],
    ['Django without a digest', { passwordHash: 'bcrypt$no' }, 'is no hash of argon2'],
    ['half a PBKDF2 of Dovecot', { passwordHash: '{PBKDF2}$1$salt$5$4a0965' }, 'of Dovecot with a broken form'],
    ['a PBKDF2 of MediaWiki by MD5', { passwordHash: ':pbkdf2:md5:1:16:c2FsdA==:a2V5' }, 'of MediaWiki with a broken'],
    [
      'scrypt-kdf with another checksum',
      { passwordHash: `c2NyeXB0AA8AAAAIAAAAAa8P${'A'.repeat(104)}` },
      'of scrypt-kdf with a broken form',
    ],
    [
      'a PHC text of scrypt-kdf with a longer key',
      { passwordHash: `$scrypt-kdf$ln=14,r=8,p=1$${'A'.repeat(43)}$${'A'.repeat(86)}` },
      'has a salt of 32 and a key of 64 bytes, and scrypt-kdf writes 32 each',
    ],
    ['a scrypt of Spring that costs too much', { passwordHash: `{scrypt}$400801$${KEY}$${KEY}` }, 'costs more'],
    ['half a scrypt-kdf', { passwordHash: 'c2NyeXB0AA8AAAAI' }, 'of scrypt-kdf with a broken form'],
    ['half a bcrypt of Request Tracker', { passwordHash: '!bcrypt!10!half' }, 'is no bcrypt of two digits'],
    ['an unknown form', { passwordHash: 'ada:$2y$05$half' }, ELSEWHERE],
    ['Werkzeug without iterations', { passwordHash: `pbkdf2:sha256$longsalt$${KEY}` }, 'Werkzeug'],
    ['scrypt of no power of two', { passwordHash: `scrypt:1000:8:1$longsalt$${KEY}` }, 'Werkzeug'],
    ['half a bcrypt of AdonisJS', { passwordHash: '$bcrypt$v=98$r=10$c2FsdA$a2V5' }, 'AdonisJS'],
    ['half a PBKDF2 of Spring', { passwordHash: `{pbkdf2@SpringSecurity_v5_8}${KEY}` }, 'Spring Security'],
    ['half a PBKDF2 of a directory', { passwordHash: '{PBKDF2-SHA256}10000$salt' }, 'of a directory'],
    ['half a PBKDF2 of 389', { passwordHash: '{PBKDF2_SHA256}AAAgAIXn' }, 'of a directory'],
    ['half a bcrypt of passlib', { passwordHash: '$bcrypt-sha256$v=3,t=2b,r=5$salt$key' }, 'of passlib'],
    ['half a bcrypt of WordPress', { passwordHash: '$wp$2y$05$half' }, 'is no bcrypt of two digits'],
    ['an unknown pre-hash', { passwordHash: `~sha3~${BCRYPT}` }, 'is no hash of argon2'],
    ['a hash of Django that costs too much', { passwordHash: `pbkdf2_sha256$9999999$longsalt$${KEY}` }, 'costs more'],
    [
      'a hash of AdonisJS that costs too much',
      { passwordHash: `$scrypt$n=2097152,r=8,p=1$${KEY}$${KEY}` },
      'costs more',
    ],
    ['bcrypt that costs too much', { passwordHash: `{bcrypt}${BCRYPT.replace('$05$', '$31$')}` }, 'costs more'],
  ])('X43 is refused with the true reason, and without the hash: %s', async (_, row, message) => {
    const fault = await faultOf(row);
    expect(fault).toContain(message);
    expect(fault).not.toContain('longsalt');
    expect(fault).not.toContain(KEY);
  });
});

describe('a column with a hash', () => {
  it.each([
    ['spaces, by a fixed width', BCRYPT.padEnd(80)],
    ['the end of a line', `${BCRYPT}\r\n`],
    ['NULs, by libsodium', BCRYPT.padEnd(128, '\0')],
  ])('X43 may end in %s', async (what, passwordHash) => {
    const [report] = await imports(world, [{ identifier: what, passwordHash }]);
    expect(report?.outcome).toBe('imported');
    expect(await tries(what, 'U*U')).toBe('complete');
  });
});
