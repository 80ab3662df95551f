#!/usr/bin/env bash
# System:   ldap3 2.9.1 for Python (Debian 12, python3-ldap3).
# Expected: the type in a name may be a dotted number (RFC 4514 section 3), as in `1.3.6.1.4.1.1466.0=#04024869`, an example of its section 4.
#           `UID=jsmith` and `0.9.2342.19200300.100.1.1=jsmith` are one name.
# Seen:     ldap3 refuses a dotted number before it asks the server. If an `@` stands anywhere in the name, ldap3 takes the name for the
#           sign-in name of Active Directory, and checks nothing, so that the same types are fine.
# Matters:  names from certificates have such types, for a serial number or a mail address. People whose name has a mail address can be found,
#           and people without an address raise an error.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-ldap3=2.9.1-2 python3-pyasn1=0.4.8-3+deb12u3
for package in ./*.deb; do dpkg -x "$package" debian; done
cat > try.py <<'PY'
import sys

from ldap3 import Connection, OFFLINE_SLAPD_2_4, Server, MOCK_SYNC
from ldap3.core.exceptions import LDAPInvalidDnError

connection = Connection(Server('example', get_info=OFFLINE_SLAPD_2_4), client_strategy=MOCK_SYNC)
connection.bind()


def search(base):
    try:
        connection.search(base, '(objectClass=*)', 'BASE')
        return 'sent'
    except LDAPInvalidDnError as error:
        return 'refused: ' + str(error)


recorded = {
    'UID=jsmith,DC=example,DC=com': 'sent',
    '0.9.2342.19200300.100.1.1=jsmith,DC=example,DC=com': "refused: character '.' not allowed in attribute type",
    '1.3.6.1.4.1.1466.0=#04024869,DC=example,DC=com': "refused: character '.' not allowed in attribute type",
    '2.5.4.5=1234,O=Example': "refused: character '.' not allowed in attribute type",
    '2.5.4.5=1234+1.2.840.113549.1.9.1=alice@example.com,O=Example': 'sent',
}
seen = {base: search(base) for base in recorded}
for base, answer in seen.items():
    print(base + ':', answer)
if seen != recorded:
    print('This differs from what is recorded:', recorded, file=sys.stderr)
    sys.exit(1)
PY
echo 'Tried: a search below five names by ldap3 2.9.1-2, with its own imitation of a server'
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 -BW ignore try.py
