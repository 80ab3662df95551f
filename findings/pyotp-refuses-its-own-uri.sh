#!/usr/bin/env bash
# System:   pyotp 2.6.0 (Debian 12, python3-pyotp).
# Expected: `parse_uri` reads what `provisioning_uri` writes. RFC 3986 section 2.4: a URI is split into its parts before the parts are
#           percent-decoded, and nothing is decoded twice.
# Seen:     `parse_uri` decodes the whole URI first and splits it after that. An issuer "R&D" (`R%26D` in the URI) ends at the ampersand, so
#           pyotp refuses its own URI because the issuers of label and parameter differ. If only the parameter has the issuer, as speakeasy
#           writes it, the result is silently the issuer "R". A name with `#` ends the URI, and the secret is gone.
# Matters:  an import of otpauth URIs with pyotp loses or renames the accounts of companies with "&" or "#" in the name, and no other ones.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-pyotp=2.6.0-3
for package in ./*.deb; do dpkg -x "$package" debian; done
cat > try.py <<'PY'
import sys

import pyotp

SECRET = 'MNXXE4TFMN2CA2DPOJZWKIDCMF2HIZLS'


def read(uri):
    try:
        return 'issuer ' + repr(pyotp.parse_uri(uri).issuer)
    except ValueError as error:
        return 'refused: ' + str(error)


seen = []
for issuer in ['Example', 'R&D', 'Route #7']:
    uri = pyotp.TOTP(SECRET).provisioning_uri(name='alice', issuer_name=issuer)
    print(issuer, 'is written as', uri)
    seen.append(read(uri))
    print('  and read as', seen[-1])
uri = 'otpauth://totp/alice?secret=' + SECRET + '&issuer=R%26D'
seen.append(read(uri))
print(uri, 'is read as', seen[-1])

recorded = [
    "issuer 'Example'",
    'refused: If issuer is specified in both label and parameters, it should be equal.',
    'refused: No secret found in URI',
    "issuer 'R'",
]
if seen != recorded:
    print('This differs from what is recorded:', recorded, file=sys.stderr)
    sys.exit(1)
PY
echo 'Tried: pyotp 2.6.0-3 reads the otpauth URIs that it writes'
PYTHONPATH=debian/usr/lib/python3/dist-packages /usr/bin/python3 -B try.py
