#!/usr/bin/env bash
# System:   glewlwyd 2.7.5 (Debian 12) with its SQLite database, an OpenID provider.
# Expected: after a request with `max_age`, the id_token has the `auth_time` of the sign-in (OpenID Connect Core 1.0 section 2). `max_age=0` asks the
#           person to sign in, as any other age that has passed (section 3.1.2.1).
# Seen:     `auth_time` is 0 in every id_token, also directly after the password, and with `max_age` and `prompt=login`. `max_age=0` is refused as
#           `invalid_request`, and only after the person has signed in.
# Matters:  an app that needs a fresh sign-in learns from the id_token that the person signed in in 1970: the check of the standard refuses everybody.
#           An app that asks by the smallest `max_age` gets an error in place of a sign-in.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download glewlwyd=2.7.5-3+deb12u1 glewlwyd-common=2.7.5-3+deb12u1 libconfig9=1.5-0.4 libhoel1.4=1.4.27-1 \
  libiddawc1.1=1.1.8-1 libmariadb3 libmicrohttpd12=0.9.75-6 liborcania2.3=2.3.2-1 librhonabwy1.1=1.1.11-1 libulfius2.7=2.7.13-1 libyder2.0=1.4.19-1
for package in ./*.deb; do dpkg -x "$package" debian; done
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
python3 - <<'PY'
import gzip, sqlite3
sqlite3.connect('glewlwyd.db').executescript(gzip.open('debian/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz', 'rt').read())
PY
modules=$work/debian/usr/lib/glewlwyd
cat > glewlwyd.conf <<CONF
port=$port
bind_address="127.0.0.1"
external_url="http://localhost:$port"
login_url="login.html"
api_prefix="api"
static_files_path="$work/debian/usr/share/glewlwyd/webapp/"
log_mode="console"
log_level="NONE"
cookie_domain="localhost"
cookie_secure=0
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="$modules/user"
user_middleware_module_path="$modules/user"
client_module_path="$modules/client"
user_auth_scheme_module_path="$modules/scheme"
plugin_module_path="$modules/plugin"
hash_algorithm="SHA512"
database={ type="sqlite3" path="$work/glewlwyd.db" };
CONF
LD_LIBRARY_PATH=$work/debian/usr/lib/x86_64-linux-gnu debian/usr/bin/glewlwyd --config-file="$work/glewlwyd.conf" > /dev/null 2>&1 &
server=$!
cat > try.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const base = process.argv[2];
const back = 'http://localhost:9/callback';
for (let tries = 0; tries < 100; tries++) {
  const isUp = await fetch(base).then(() => true, () => false);
  if (isUp) break;
  await pause(100);
}

/** A browser: keeps cookies, follows nothing. */
function browser() {
  const jar = new Map();
  const go = async (url, init = {}) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const reply = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    return reply;
  };
  const json = async (method, path, body) => {
    const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const { status } = await go(base + path, init);
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}`);
  };
  return { go, json };
}

const admin = browser();
await admin.json('POST', '/api/auth/', { username: 'admin', password: 'password' });
const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } };
const { privateKey: key, publicKey: cert } = generateKeyPairSync('rsa', { modulusLength: 2048, ...pem });
const parameters = {
  ...{ iss: `${base}/api/oidc`, 'jwt-type': 'rsa', 'jwt-key-size': '256', key, cert, 'subject-type': 'public' },
  ...{ 'access-token-duration': 3600, 'refresh-token-duration': 3600, 'code-duration': 600, 'allow-non-oidc': false },
  ...{ 'auth-type-code-enabled': true, 'address-claim': { type: 'no' } },
};
await admin.json('POST', '/api/mod/plugin/', { module: 'oidc', name: 'oidc', display_name: 'OIDC', parameters });
await admin.json('PUT', '/api/scope/openid', { display_name: 'openid', password_required: true, password_max_age: 0, scheme: {} });
const person = { username: 'alice', password: 'alice-secret' };
await admin.json('POST', '/api/user/', { ...person, name: 'Alice', enabled: true, scope: ['openid', 'g_profile'] });
await admin.json('POST', '/api/client/', {
  ...{ client_id: 'app', name: 'App', confidential: true, password: 'app-secret', client_secret: 'app-secret', enabled: true },
  ...{ redirect_uri: [back], authorization_type: ['code'], token_endpoint_auth_method: ['client_secret_basic'], scope: ['openid'] },
});

const alice = browser();

/** A sign-in by password with more parameters: the dates of the id_token, or the error. */
async function signsIn(more) {
  const asked = { response_type: 'code', client_id: 'app', redirect_uri: back, scope: 'openid', state: 's', nonce: 'n', ...more };
  let reply = await alice.go(`${base}/api/oidc/auth?${new URLSearchParams(asked)}`);
  let location = reply.headers.get('location') ?? '';
  if (location.includes('login.html')) {
    await alice.json('POST', '/api/auth/', person);
    await alice.json('PUT', '/api/auth/grant/app', { scope: 'openid' });
    reply = await alice.go(`${new URL(location, base).searchParams.get('callback_url')}&g_continue`);
    location = reply.headers.get('location') ?? '';
  }
  const answer = new URL(location).searchParams;
  if (answer.has('error')) return `${answer.get('error')}`;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: back });
  const authorization = `Basic ${Buffer.from('app:app-secret').toString('base64')}`;
  const tokens = await (await fetch(`${base}/api/oidc/token`, { method: 'POST', body, headers: { authorization } })).json();
  const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString());
  const isNow = Math.abs(claims.iat - Date.now() / 1000) < 60;
  return `auth_time ${claims.auth_time ?? 'absent'}, iat ${isNow ? 'now' : claims.iat}`;
}

for (const more of [{}, { max_age: 3600 }, { max_age: 1 }, { prompt: 'login' }, { max_age: 0 }]) {
  console.log(`${new URLSearchParams(more).toString() || 'no parameter'}: ${await signsIn(more)}`);
}
JS
echo "glewlwyd 2.7.5"
node try.mjs "http://localhost:$port" | tee seen.txt
cat > expected.txt <<'TXT'
no parameter: auth_time 0, iat now
max_age=3600: auth_time 0, iat now
max_age=1: auth_time 0, iat now
prompt=login: auth_time 0, iat now
max_age=0: invalid_request
TXT
diff expected.txt seen.txt || { echo 'This differs from what is recorded.' >&2; exit 1; }
