#!/usr/bin/env bash
# System:   @phc/pbkdf2 1.1.14 of npm and passlib 1.7.4 (Debian 12, python3-passlib).
# Expected: two hashes that begin with `$pbkdf2-sha512$` and hold rounds, salt and key have one format.
# Seen:     passlib writes `$pbkdf2-sha512$1000$salt$key` (base64 with `.` for `+`), and @phc/pbkdf2 writes `$pbkdf2-sha512$i=1000$salt$key`
#           (base64 with `+`), as the PHC string format asks. Neither library reads the other's hash. passlib's `identify` accepts the
#           hash of @phc/pbkdf2, and `verify` then throws an error about a number.
# Matters:  a reader that chooses by prefix hands half of these hashes to the wrong parser. With `i=` and `+` rewritten, passlib accepts the
#           hash: the key itself is the same.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-passlib=1.7.4-3
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact @phc/pbkdf2@1.1.14
cat > ask.py <<'PY'
import sys

from passlib.hash import pbkdf2_sha512

command, *rest = sys.argv[1:]
try:
    if command == 'hash':
        print(pbkdf2_sha512.using(rounds=1000).hash('correct horse'))
    elif command == 'identify':
        print(pbkdf2_sha512.identify(*rest))
    else:
        print(pbkdf2_sha512.verify('correct horse', *rest))
except ValueError as error:
    print('ValueError:', error)
PY
cat > try.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const phc = require('@phc/pbkdf2');

const env = { ...process.env, PYTHONPATH: 'debian/usr/lib/python3/dist-packages' };
const passlib = (...args) => execFileSync('/usr/bin/python3', ['-B', 'ask.py', ...args], { env, encoding: 'utf8' }).trim();

(async () => {
  const ofPhc = await phc.hash('correct horse', { iterations: 1000 });
  const ofPasslib = passlib('hash');
  console.log(`@phc/pbkdf2: ${ofPhc}\npasslib:     ${ofPasslib}`);
  const seen = {
    'passlib identifies the hash of @phc/pbkdf2': passlib('identify', ofPhc),
    'passlib verifies it': passlib('verify', ofPhc),
    'passlib verifies it, rewritten': passlib('verify', ofPhc.replace('$i=', '$').replaceAll('+', '.')),
    '@phc/pbkdf2 verifies the hash of passlib': String(await phc.verify(ofPasslib, 'correct horse').catch((error) => error.message)),
  };
  console.log(seen);
  const recorded = ['True', "ValueError: invalid literal for int() with base 10: 'i=1000'", 'True', 'params must be in the format name=value'];
  if (Object.values(seen).join() !== recorded.join()) {
    console.error('This differs from what is recorded:', recorded);
    process.exit(1);
  }
})();
JS
echo 'Tried: PBKDF2-SHA-512 of "correct horse", written by each of the two and read by the other'
node try.cjs
