#!/usr/bin/env bash
# System:   better-auth 1.7.25, oslo 1.2.1 and lucia 3.2.2 of npm.
# Expected: a stored `salt:key` in hexadecimal is 16 bytes of salt and 64 bytes of scrypt's output (RFC 7914), each decoded from hexadecimal.
# Seen:     only the key is decoded. scrypt gets the 32 letters of the salt as 32 bytes.
# Matters:  a reader that decodes both halves refuses every password, and finds no hash malformed. The import succeeds, and the first sign-in
#           fails.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps --save-exact better-auth@1.7.25 oslo@1.2.1 lucia@3.2.2
cat > try.mjs <<'JS'
import { scryptSync } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { Scrypt as Lucia } from 'lucia';
import { Scrypt as Oslo } from 'oslo/password';

const makers = {
  'better-auth': hashPassword,
  oslo: (password) => new Oslo().hash(password),
  lucia: (password) => new Lucia().hash(password),
};
const seen = [];
for (const [name, hash] of Object.entries(makers)) {
  const stored = await hash('correct horse');
  const [salt, key] = stored.split(':');
  const matches = (password, salted) =>
    scryptSync(password, salted, 64, { N: 16384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }).toString('hex') === key;
  const answers = { 'salt as bytes': matches('correct horse', Buffer.from(salt, 'hex')), 'salt as text': matches('correct horse', salt) };
  console.log(`${name}: ${stored.slice(0, 48)}…`, answers);
  seen.push(`${name} ${Object.values(answers)}`);
}
const recorded = ['better-auth false,true', 'oslo false,true', 'lucia false,true'];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: the stored hash of "correct horse", computed again by scrypt of Node with each reading of the salt'
node try.mjs
