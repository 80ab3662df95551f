#!/usr/bin/env bash
# System:   ldapts 9.2.0 and ldapjs 3.0.7 of npm, asking slapd 2.5.13 (Debian 12).
# Expected: in the text of a filter `\c4\8d` stands for two bytes, which are one letter of UTF-8, and `\28` for a parenthesis. The examples of
#           RFC 4515 section 4 are `(sn=Lu\c4\8di\c4\87)` and `(o=Parens R Us \28for all your parenthetical needs\29)`.
# Seen:     ldapts makes two letters of the two bytes, so that it asks for "LuÄ…iÄ…". It finds the parentheses.
#           ldapjs sends the backslashes themselves. A filter with an escape finds nobody. ldapjs prints a filter object, which does
#           find the person, as exactly the same text.
# Matters:  escaping what a person typed is what every guide tells you to do. With either library it makes some people unknown: those with
#           "č" or "ü" in the name if the escaping covers all bytes over 127 (ldapts), or all with a parenthesis in the name (ldapjs).
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${slapd:-}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download slapd=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 libltdl7=2.4.7-7~deb12u1 libodbc2=2.3.11-2+deb12u1
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact ldapts@9.2.0 ldapjs@3.0.7 @ldapjs/filter@2.1.1
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

dn: uid=luka,dc=example,dc=com
objectClass: inetOrgPerson
uid: luka
cn: Luka (Sales)
sn:: THXEjWnEhw==
LDIF
export LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu
debian/usr/sbin/slapadd -f slapd.conf -l people.ldif
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
debian/usr/sbin/slapd -f slapd.conf -h "ldap://127.0.0.1:$port" -d 0 &
slapd=$!
sleep 1
cat > try.mjs <<'JS'
import ldapjs from 'ldapjs';
import { Client } from 'ldapts';

const url = process.argv[2];
const base = 'dc=example,dc=com';
const ldapts = new Client({ url });
const other = ldapjs.createClient({ url });
const found = {
  ldapts: async (filter) => (await ldapts.search(base, { filter })).searchEntries.length,
  ldapjs: (filter) =>
    new Promise((resolve, reject) =>
      other.search(base, { filter, scope: 'sub' }, (error, answer) => {
        if (error) return reject(error);
        let entries = 0;
        answer.on('searchEntry', () => entries++);
        answer.on('error', reject);
        answer.on('end', () => resolve(entries));
      }),
    ),
};
const seen = [];
for (const filter of ['(sn=Lučić)', '(sn=Lu\\c4\\8di\\c4\\87)', '(cn=Luka \\28Sales\\29)'])
  for (const [library, search] of Object.entries(found)) seen.push(`${library} ${filter}: ${await search(filter)}`);
const built = new ldapjs.EqualityFilter({ attribute: 'cn', value: 'Luka (Sales)' });
seen.push(`ldapjs, its own object that prints as ${built}: ${await found.ldapjs(built)}`);
await ldapts.unbind();
other.unbind();
console.log(seen.join('\n'));
const recorded = [
  'ldapts (sn=Lučić): 1',
  'ldapjs (sn=Lučić): 1',
  'ldapts (sn=Lu\\c4\\8di\\c4\\87): 0',
  'ldapjs (sn=Lu\\c4\\8di\\c4\\87): 0',
  'ldapts (cn=Luka \\28Sales\\29): 1',
  'ldapjs (cn=Luka \\28Sales\\29): 0',
  'ldapjs, its own object that prints as (cn=Luka \\28Sales\\29): 1',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
unset LD_LIBRARY_PATH
echo 'Tried: how many people ldapts 9.2.0 and ldapjs 3.0.7 find at slapd 2.5.13+dfsg-5 by the text of a filter. There is one'
node try.mjs "ldap://127.0.0.1:$port" 2> errors || { cat errors >&2; exit 1; }
