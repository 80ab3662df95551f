#!/usr/bin/env bash
# Walks @sallyport/ldap through a domain of Active Directory: Samba as its domain controller, on loopback, in a folder of its own.
# Needs root (ports 389 and 636), openssl and: apt-get install samba-ad-dc samba-ad-provision samba-dsdb-modules winbind ldb-tools
# Seen with Samba 4.17.12-Debian.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d /tmp/sallyport-ad.XXXXXX)
sam=$folder/private/sam.ldb
conf=$folder/etc/smb.conf
tool() { samba-tool "$@" -s "$conf" -H "$sam" > /dev/null; }

samba-tool domain provision --realm=EXAMPLE.TEST --domain=CORP --server-role=dc --dns-backend=NONE \
  --adminpass='Administrat0r!' --targetdir="$folder" --host-ip=127.0.0.1 --host-name=dc1 \
  --option='interfaces=lo' --option='bind interfaces only=yes' > "$folder/provision.log" 2>&1
# The certificate that Samba makes has no name of a server but dc1.example.test.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout "$folder/key.pem" -out "$folder/cert.pem" 2> /dev/null
chmod 600 "$folder/key.pem"
sed -i "s/^\tserver services = .*/\tserver services = ldap/; /^\tlogging = /d; /^\[global\]/a\\\ttls certfile = $folder/cert.pem\n\ttls keyfile = $folder/key.pem\n\ttls cafile =" "$conf"
samba -i -M single -s "$conf" --debug-stdout > "$folder/samba.log" 2>&1 &
samba=$!
trap 'kill $samba; wait $samba 2>/dev/null || true; rm -rf "$folder"' EXIT
until openssl s_client -connect 127.0.0.1:636 < /dev/null > /dev/null 2>&1; do sleep 1; done

tool domain passwordsettings set --complexity=off --min-pwd-length=1 --history-length=0 --min-pwd-age=0 --account-lockout-threshold=3
for name in alice must expired disabled ended hours workstation locked nested; do
  tool user create "$name" Right-Pass-1 --mail-address="$name@mail.example"
done
tool user create svc svc-secret
tool group add staff
tool group add team
tool group addmembers staff alice,team
tool group addmembers team nested
tool computer create pc1
tool user setpassword 'pc1$' --newpassword=Right-Pass-1
# An age of a day or less is no age to Samba.
tool domain passwordsettings pso create short 1 --max-pwd-age=2
tool domain passwordsettings pso apply short expired
change() { printf 'dn: CN=%s,CN=Users,DC=example,DC=test\nchangetype: modify\nreplace: %s\n%s\n' "$1" "$2" "$3"; }
{
  change must pwdLastSet 'pwdLastSet: 0'; echo
  change disabled userAccountControl 'userAccountControl: 514'; echo
  change ended accountExpires 'accountExpires: 130000000000000000'; echo
  change hours logonHours 'logonHours:: AAAAAAAAAAAAAAAAAAAAAAAAAAAA'; echo
  change workstation userWorkstations 'userWorkstations: otherpc'; echo
  change alice userPrincipalName 'userPrincipalName: alice.smith@corp.example'
} | ldbmodify -H "$sam" > /dev/null
# The modules refuse a date of a password.
change expired pwdLastSet 'pwdLastSet: 132000000000000000' |
  ldbmodify -H "$folder/private/sam.ldb.d/DC=EXAMPLE,DC=TEST.ldb" > /dev/null

SALLYPORT_AD_URL=ldaps://localhost SALLYPORT_AD_CA="$folder/cert.pem" \
  npx vitest --config .config/vitest.config.ts --run packages/ldap/src/walks.test.ts -t 'Active Directory'
