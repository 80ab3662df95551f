#!/usr/bin/env bash
# System:   @ldapjs/dn 1.1.0 of npm, the names of ldapjs 3.0.7.
# Expected: RFC 4514 section 2.4: `\+` is a plus, `\#` a number sign at the beginning of a value, `\ ` a space at its ends. A name that is read
#           and written again is the same name.
# Seen:     `\+` with a letter A to F or a digit after it is read as a byte in hexadecimal: in `cn=R\+D\, East` the byte 0x0d follows the R, and
#           `cn=R\+D` becomes `cn=R`, because white space at the end is cut off. `\+Z` and `\2bD` are read well. A value `\#AB` is written as
#           `#AB`, which means the byte 0xab (section 2.4 as well). Escaped spaces at the ends are lost.
# Matters:  OpenLDAP writes `\2B`, so that the fault appears only with servers that write `\+`. ldapjs puts the changed name into its requests: a group
#           "R+D" does not exist for it, and a change that is meant for "R+D" goes to "R" if there is such a group.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact @ldapjs/dn@1.1.0
cat > try.cjs <<'JS'
const { DN } = require('@ldapjs/dn');

const recorded = {
  'cn=R\\+D,dc=example': 'cn=R,dc=example',
  'cn=R\\+D\\, East,dc=example': 'cn=R\\0d\\2c East,dc=example',
  'cn=R\\+Z,dc=example': 'cn=R\\2bZ,dc=example',
  'cn=R\\2bD,dc=example': 'cn=R\\2bD,dc=example',
  'cn=\\#AB,dc=example': 'cn=#AB,dc=example',
  'cn=\\ Sales\\ ,dc=example': 'cn=Sales,dc=example',
};
let differs = false;
for (const [name, written] of Object.entries(recorded)) {
  const seen = DN.fromString(name).toString();
  console.log(`${name}  is written again as  ${seen}`);
  if (seen !== written) differs = true;
}
if (differs) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: names with escaped letters, read and written again by @ldapjs/dn 1.1.0'
node try.cjs
