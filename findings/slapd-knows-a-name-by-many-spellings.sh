#!/usr/bin/env bash
# System:   slapd 2.5.13 (Debian 12), asked by ldapts 9.2.0 of npm.
# Expected: `uid` is compared without regard to case (RFC 4519 section 2.39, caseIgnoreMatch), so that "ALICE" is "alice", and other spellings are other names.
# Seen:     the comparison prepares both sides as RFC 4518 says: NFKC, case folding, and spaces at the ends and in a row do not count. A person
#           signs in as alice with full-width letters, with a circled or a mathematical a, and with a no-break space at the end. The Turkish
#           "ALİCE" is alice as well, though full case folding gives a dot that alice does not have. A soft hyphen, which RFC 4518 section 2.2
#           removes, is not removed.
# Matters:  an app that keys its accounts by the typed name makes several accounts for one person, and counts the wrong guesses of each
#           spelling apart. The entry that the directory returns has one name or id for all spellings.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${slapd:-}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download slapd=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 libltdl7=2.4.7-7~deb12u1 libodbc2=2.3.11-2+deb12u1
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact ldapts@9.2.0
mkdir database
cat > slapd.conf <<CONF
include $work/debian/etc/ldap/schema/core.schema
include $work/debian/etc/ldap/schema/cosine.schema
include $work/debian/etc/ldap/schema/inetorgperson.schema
modulepath $work/debian/usr/lib/ldap
moduleload back_mdb.so
database mdb
suffix dc=example,dc=com
directory $work/database
CONF
cat > people.ldif <<'LDIF'
dn: dc=example,dc=com
objectClass: domain
dc: example

dn: uid=alice,dc=example,dc=com
objectClass: inetOrgPerson
uid: alice
cn: Alice
sn: Example
userPassword: secret
LDIF
export LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu
debian/usr/sbin/slapadd -f slapd.conf -l people.ldif
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
debian/usr/sbin/slapd -f slapd.conf -h "ldap://127.0.0.1:$port" -d 0 &
slapd=$!
sleep 1
unset LD_LIBRARY_PATH
cat > try.mjs <<'JS'
import { Client, EqualityFilter } from 'ldapts';

const client = new Client({ url: process.argv[2] });
const spellings = {
  'in capitals': 'ALICE',
  'spaces around': ' alice ',
  'full-width letters': '\uff41\uff4c\uff49\uff43\uff45',
  'a circled a': '\u24d0lice',
  'a mathematical a': '\u{1d41a}lice',
  'a no-break space at the end': 'alice\u00a0',
  'a Turkish capital I with a dot': 'AL\u0130CE',
  'a Turkish small i without a dot': 'al\u0131ce',
  'an i with an accent': 'al\u00edce',
  'a soft hyphen inside': 'al\u00adice',
};
const seen = {};
for (const [what, name] of Object.entries(spellings)) {
  const { searchEntries } = await client.search('dc=example,dc=com', { filter: new EqualityFilter({ attribute: 'uid', value: name }) });
  const bound = await client.bind(`uid=${name.replaceAll(/^ | $/g, '\\20')},dc=example,dc=com`, 'secret').then(
    () => true,
    () => false,
  );
  seen[what] = searchEntries.length === 1 && bound ? 'alice' : searchEntries.length === 0 && !bound ? 'nobody' : 'found or bound';
}
await client.unbind();
console.log(seen);
const recorded = ['alice', 'alice', 'alice', 'alice', 'alice', 'alice', 'alice', 'nobody', 'nobody', 'nobody'];
if (Object.values(seen).join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: a search by uid and a bind with the password of alice, for ten spellings, at slapd 2.5.13+dfsg-5'
node try.mjs "ldap://127.0.0.1:$port" 2> errors || { cat errors >&2; exit 1; }
