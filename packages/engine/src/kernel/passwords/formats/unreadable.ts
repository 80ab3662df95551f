import { type PasswordHashFault, unknownHash } from '../read-password-hash.ts';

export function unreadable(what: string): PasswordHashFault {
  return unknownHash(`is ${what}, which is not verified: use passwordElsewhere`);
}

const DIGEST = 'a digest without a cost (MD5 or SHA)';

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^\$(?:1|5|6|7|y|gy|md5|sha1)\$/, 'a hash of crypt(3) other than bcrypt'],
  [/^\$apr1\$/, "a hash of Apache's MD5"],
  [/^\$[PHS]\$/, 'a hash of phpass'],
  [/^\$p5k2\$/, 'a PBKDF2 in the form $p5k2$'],
  [/^[\w+/-]{86}==$/, "a key without its salt and cost, such as Firebase's scrypt"],
  [/^\$2x?\$/, 'a hash of a faulty bcrypt'],
  [/^\{(?:S?(?:MD5|SHA)|S?SHA(?:224|256|384|512))\}/i, DIGEST],
  [/^\{?(?:X-)?SCRAM-SHA-/i, 'a set of keys of SCRAM'],
  [/^(?:md5|sha\d+|unsalted_(?:md5|sha1)|hmac[-_]sha\d+)\$/, DIGEST],
  [/^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})$/i, DIGEST],
];

export function toldApart(stored: string): PasswordHashFault | undefined {
  if (/^[!*]/.test(stored))
    return unknownHash('is the mark for no usable password: leave it out, or use passwordUnknown');
  if (/^[^:$]{8,}:[\da-f]{64,}$/i.test(stored))
    return unknownHash('is a salt and a key without the name of their system: give passwordFormat');
  const [, what] = KNOWN.find(([form]) => form.test(stored)) ?? [];
  return what === undefined ? undefined : unreadable(what);
}
