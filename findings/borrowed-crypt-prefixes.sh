#!/usr/bin/env bash
# System:   mosquitto_passwd 2.0.11 and doveadm 2.3.19.1 (Debian 12), beside crypt(3) of libxcrypt and passlib 1.7.4.
# Expected: `$6$` begins a SHA-512-crypt hash, `$7$` one of scrypt, `$1$` one of MD5-crypt, as crypt(5) lists them.
# Seen:     mosquitto writes `$6$salt$…` for one plain SHA-512 of password and salt, and `$7$101$salt$…` for PBKDF2 with HMAC-SHA-512. Dovecot
#           writes `{PBKDF2}$1$salt$5000$…` for PBKDF2 with HMAC-SHA-1, with the letters of the salt as the salt. crypt(3) computes something
#           else for two of the three, without an error, and so calls every right password wrong.
# Matters:  whoever moves users of a broker or a mail server and chooses the algorithm by the prefix imports hashes that nobody can ever match.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download mosquitto=2.0.11-1.2+deb12u2 'dovecot-core=1:2.3.19.1+dfsg1-2.1+deb12u7' python3-passlib=1.7.4-3 \
  libsodium23=1.0.18-1+deb12u1 libexttextcat-2.0-0=3.4.5-1 libstemmer0d=2.2.0-2 libcjson1=1.7.15-1+deb12u4
for package in ./*.deb; do dpkg -x "$package" debian; done
export LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu:$work/debian/usr/lib/dovecot
debian/usr/bin/mosquitto_passwd -H sha512 -c -b sha512 user 'correct horse'
debian/usr/bin/mosquitto_passwd -H sha512-pbkdf2 -c -b pbkdf2 user 'correct horse'
debian/usr/bin/doveadm -O pw -s PBKDF2 -p 'correct horse' | sed 's/^{PBKDF2}/user:/' > dovecot
unset LD_LIBRARY_PATH
cat > try.py <<'PY'
import base64
import hashlib
import subprocess
import sys

from passlib.hash import md5_crypt, sha512_crypt

PASSWORD = b'correct horse'


def stored(name):
    with open(name, encoding='ascii') as file:
        return file.read().strip().split(':', 1)[1]


def by_crypt(hashed):
    """What crypt(3) makes of the right password and the stored hash: the same hash, another one or an error."""
    program = 'print crypt($ARGV[0], $ARGV[1])'
    made = subprocess.run(['perl', '-e', program, PASSWORD, hashed], capture_output=True, text=True, check=True).stdout
    return 'accepted' if made == hashed else 'refused as invalid' if made.startswith('*') else 'another hash'


plain, derived, mail = stored('sha512'), stored('pbkdf2'), stored('dovecot')
for name, hashed in [('mosquitto, sha512', plain), ('mosquitto, sha512-pbkdf2', derived), ('dovecot, PBKDF2', mail)]:
    print(name + ':', hashed)

_, _, salt, key = plain.split('$')
is_plain = hashlib.sha512(PASSWORD + base64.b64decode(salt)).digest() == base64.b64decode(key)
_, _, rounds, salt, key = derived.split('$')
is_derived = hashlib.pbkdf2_hmac('sha512', PASSWORD, base64.b64decode(salt), int(rounds)) == base64.b64decode(key)
_, _, salt, rounds, key = mail.split('$')
is_mail = hashlib.pbkdf2_hmac('sha1', PASSWORD, salt.encode(), int(rounds)).hex() == key

seen = {
    'mosquitto $6$ is SHA-512 of password and salt': is_plain,
    'passlib takes it for SHA-512-crypt': sha512_crypt.identify(plain),
    'crypt(3) with it': by_crypt(plain),
    'mosquitto $7$ is PBKDF2 with HMAC-SHA-512': is_derived,
    'crypt(3) with it ': by_crypt(derived),
    'dovecot $1$ is PBKDF2 with HMAC-SHA-1': is_mail,
    'passlib takes it for MD5-crypt': md5_crypt.identify(mail),
    'crypt(3) with it  ': by_crypt(mail),
}
for what, answer in seen.items():
    print(what.strip() + ':', answer)
recorded = [True, True, 'another hash', True, 'refused as invalid', True, True, 'another hash']
if list(seen.values()) != recorded:
    print('This differs from what is recorded:', recorded, file=sys.stderr)
    sys.exit(1)
PY
echo 'Tried: "correct horse", hashed by mosquitto_passwd 2.0.11-1.2+deb12u2 and by doveadm 2.3.19.1+dfsg1-2.1+deb12u7'
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 -B try.py
