#!/usr/bin/env bash
# System:   389 Directory Server 2.3.1 (its pwdhash) and OpenLDAP 2.5.13 with pw-pbkdf2 of slapd-contrib (Debian 12).
# Expected: both write `{PBKDF2-SHA256}rounds$salt$key` into userPassword. RFC 8018 section 5.2 lets a salt be of any length, so that a stored
#           hash can move between the two servers.
# Seen:     389-ds takes the hashes of OpenLDAP. OpenLDAP answers 49 (invalid credentials) to the right password for every hash of 389-ds.
#           389-ds salts with 24 bytes, and pw-pbkdf2 never accepts a salt that is not 16 bytes long. The different base64 (`+` and `=` of
#           389-ds, `.` and no `=` of OpenLDAP) is no obstacle: a 16-byte salt in the form of 389-ds is accepted.
# Matters:  a directory can move from OpenLDAP to 389-ds with its passwords, and not back. The LDIF loads without a complaint, and everybody is
#           locked out with the code of a wrong password.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${slapd:-}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download slapd=2.5.13+dfsg-5 slapd-contrib=2.5.13+dfsg-5 ldap-utils=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 \
  libltdl7=2.4.7-7~deb12u1 libodbc2=2.3.11-2+deb12u1 389-ds-base=2.3.1+dfsg1-1+deb12u1 389-ds-base-libs=2.3.1+dfsg1-1+deb12u1 \
  libcrack2=2.9.6-5+b1 libnss3=2:3.87.1-1+deb12u4 libnspr4=2:4.35-1
for package in ./*.deb; do dpkg -x "$package" debian; done
libraries=$work/debian/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH=$libraries:$libraries/dirsrv

mkdir 389ds
cp -r debian/usr/share/dirsrv/schema 389ds/schema
cat > 389ds/dse.ldif <<LDIF
dn: cn=config
objectClass: top
objectClass: extensibleObject
objectClass: nsslapdConfig
cn: config
nsslapd-schemadir: $work/389ds/schema
nsslapd-errorlog: $work/389ds/errors

dn: cn=plugins,cn=config
objectClass: top
objectClass: nsContainer
cn: plugins

dn: cn=Password Storage Schemes,cn=plugins,cn=config
objectClass: top
objectClass: nsContainer
cn: Password Storage Schemes

dn: cn=PBKDF2-SHA256,cn=Password Storage Schemes,cn=plugins,cn=config
objectClass: top
objectClass: nsSlapdPlugin
cn: PBKDF2-SHA256
nsslapd-pluginPath: $libraries/dirsrv/plugins/libpwdchan-plugin
nsslapd-pluginInitfunc: pwdchan_pbkdf2_sha256_plugin_init
nsslapd-pluginType: pwdstoragescheme
nsslapd-pluginEnabled: on
LDIF
pwdhash() { debian/usr/bin/pwdhash -D "$work/389ds" "$@"; }

of_openldap=$(debian/usr/sbin/slappasswd -o module-path="$work/debian/usr/lib/ldap" -o module-load=pw-pbkdf2.so -h '{PBKDF2-SHA256}' -s secret)
of_389ds=$(pwdhash -s PBKDF2-SHA256 secret)
shorter_salt=$(node -e '
  const salt = Buffer.alloc(16, 0xfb);
  const key = require("node:crypto").pbkdf2Sync("secret", salt, 10000, 32, "sha256");
  console.log(`{PBKDF2-SHA256}10000$${salt.toString("base64")}$${key.toString("base64")}`);')

mkdir database
cat > slapd.conf <<CONF
include $work/debian/etc/ldap/schema/core.schema
include $work/debian/etc/ldap/schema/cosine.schema
include $work/debian/etc/ldap/schema/inetorgperson.schema
modulepath $work/debian/usr/lib/ldap
moduleload back_mdb.so
moduleload pw-pbkdf2.so
database mdb
suffix dc=example,dc=com
directory $work/database
CONF
{
  printf 'dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n'
  person() { printf '\ndn: uid=%s,dc=example,dc=com\nobjectClass: inetOrgPerson\ncn: %s\nsn: %s\nuid: %s\nuserPassword: %s\n' "$1" "$1" "$1" "$1" "$2"; }
  person openldap "$of_openldap"
  person 389ds "$of_389ds"
  person shorter "$shorter_salt"
} > people.ldif
debian/usr/sbin/slapadd -f slapd.conf -l people.ldif
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
debian/usr/sbin/slapd -f slapd.conf -h "ldap://127.0.0.1:$port" -d 0 &
slapd=$!
sleep 1
bind() { debian/usr/bin/ldapwhoami -x -H "ldap://127.0.0.1:$port" -D "uid=$1,dc=example,dc=com" -w secret 2>&1 || true; }

echo 'Tried: the password "secret", hashed by each server and asked of each server (slapd 2.5.13+dfsg-5, 389-ds-base 2.3.1+dfsg1-1+deb12u1)'
echo "OpenLDAP writes $of_openldap"
echo "389-ds writes   $of_389ds"
seen="389-ds, the hash of OpenLDAP: $(pwdhash -c "$of_openldap" secret | sed 's/.*: //')
OpenLDAP, its own hash: $(bind openldap)
OpenLDAP, the hash of 389-ds: $(bind 389ds)
OpenLDAP, $shorter_salt: $(bind shorter)"
echo "$seen"
recorded="389-ds, the hash of OpenLDAP: password ok.
OpenLDAP, its own hash: dn:uid=openldap,dc=example,dc=com
OpenLDAP, the hash of 389-ds: ldap_bind: Invalid credentials (49)
OpenLDAP, $shorter_salt: dn:uid=shorter,dc=example,dc=com"
if [ "$seen" != "$recorded" ]; then
  echo "This differs from what is recorded: $recorded" >&2
  exit 1
fi
