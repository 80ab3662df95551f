#!/usr/bin/env bash
# Walks @sallyport/ldap through 389 Directory Server, on loopback. Makes the instance `sallyport`, and removes it at the end.
# Needs root and: apt-get install 389-ds-base ldap-utils
# Seen with 389-ds-base 2.3.1.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=13890
folder=$(mktemp -d /tmp/sallyport-389.XXXXXX)
here=/etc/dirsrv/slapd-sallyport
[ ! -e "$here" ] || { echo 'there is an instance `sallyport` already'; exit 1; }
cat > "$folder/instance.inf" <<END
[general]
full_machine_name = localhost.localdomain
strict_host_checking = False
selinux = False
systemd = False
start = False
[slapd]
instance_name = sallyport
root_password = manager-secret
port = $port
self_sign_cert = False
END
# Without systemd dscreate makes the instance, and fails when it starts it.
dscreate from-file "$folder/instance.inf" > "$folder/dscreate.log" 2>&1 || true
sed -i "s/^nsslapd-port: .*/nsslapd-port: $port\nnsslapd-listenhost: 127.0.0.1/" "$here/dse.ldif"
mkdir -p /run/dirsrv /run/lock/dirsrv/slapd-sallyport
chown dirsrv: /run/dirsrv /run/lock/dirsrv/slapd-sallyport
pid=/run/dirsrv/slapd-sallyport.pid
# The first start enables the plugin for entryUUID, which the second start loads.
for start in first second; do
  ns-slapd -D "$here" -i "$pid" > "$folder/$start.log" 2>&1
  until ldapsearch -x -H "ldap://127.0.0.1:$port" -b '' -s base > /dev/null 2>&1; do sleep 1; done
  [ "$start" = second ] || { kill "$(cat "$pid")"; while kill -0 "$(cat "$pid")" 2> /dev/null; do sleep 1; done; }
done
trap 'kill "$(cat "$pid")"; sleep 3; rm -rf "$folder" "$here" /var/lib/dirsrv/slapd-sallyport /var/log/dirsrv/slapd-sallyport' EXIT
ldapi='ldapi://%2frun%2fslapd-sallyport.socket'
until ldapwhoami -Q -Y EXTERNAL -H "$ldapi" > /dev/null 2>&1; do sleep 1; done
ldapmodify -Q -Y EXTERNAL -H "$ldapi" > /dev/null <<END
dn: cn=config
changetype: modify
replace: nsslapd-rootpw
nsslapd-rootpw: manager-secret
-
replace: passwordMustChange
passwordMustChange: on
-
replace: passwordLockout
passwordLockout: on
-
replace: passwordMaxFailure
passwordMaxFailure: 3
-
replace: passwordExp
passwordExp: on

dn: cn=userroot,cn=ldbm database,cn=plugins,cn=config
changetype: add
objectClass: extensibleObject
objectClass: nsBackendInstance
cn: userroot
nsslapd-suffix: dc=example,dc=test

dn: cn="dc=example,dc=test",cn=mapping tree,cn=config
changetype: add
objectClass: extensibleObject
objectClass: nsMappingTree
cn: dc=example,dc=test
nsslapd-state: backend
nsslapd-backend: userroot
END
manager() { ldapmodify -x -H "ldap://127.0.0.1:$port" -D 'cn=Directory Manager' -w manager-secret > /dev/null; }
manager <<END
dn: dc=example,dc=test
changetype: add
objectClass: domain
dc: example
aci: (targetattr="userPassword")(version 3.0; acl "own password"; allow (write) userdn="ldap:///self";)
aci: (targetattr="objectClass || uid || mail || memberOf || entryUUID || nsAccountLock || cn || member")(version 3.0; acl "search"; allow (read,search,compare) userdn="ldap:///uid=svc,dc=example,dc=test";)
aci: (targetattr="objectClass || uid || mail || nsUniqueId")(version 3.0; acl "search without entryUUID"; allow (read,search,compare) userdn="ldap:///uid=svc2,dc=example,dc=test";)
END
for name in svc svc2 alice must expired disabled locked; do
  manager <<END
dn: uid=$name,dc=example,dc=test
changetype: add
objectClass: inetOrgPerson
uid: $name
cn: $name
sn: $name
mail: $name@mail.example
userPassword: first-secret
END
  # A person changes the password that an administrator set.
  [ "$name" = must ] || printf 'dn: uid=%s,dc=example,dc=test\nchangetype: modify\nreplace: userPassword\nuserPassword: Right-Pass-1\n' "$name" |
    ldapmodify -x -H "ldap://127.0.0.1:$port" -D "uid=$name,dc=example,dc=test" -w first-secret > /dev/null
done
# The MemberOf plugin is off.
manager <<END
dn: cn=staff,dc=example,dc=test
changetype: add
objectClass: groupOfNames
cn: staff
member: uid=alice,dc=example,dc=test

dn: cn=crew,dc=example,dc=test
changetype: add
objectClass: groupOfNames
cn: crew
member: cn=staff,dc=example,dc=test
END
manager <<END
dn: uid=disabled,dc=example,dc=test
changetype: modify
replace: nsAccountLock
nsAccountLock: true

dn: uid=expired,dc=example,dc=test
changetype: modify
replace: passwordExpirationTime
passwordExpirationTime: 20200101000000Z
END

SALLYPORT_389_URL="ldap://127.0.0.1:$port" \
  npx vitest --config .config/vitest.config.ts --run packages/ldap/src/walks.test.ts -t '389 Directory Server'
