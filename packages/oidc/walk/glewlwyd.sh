#!/usr/bin/env bash
# Walks @sallyport/oidc through glewlwyd as OpenID provider, with SQLite, on loopback, in a folder of its own.
# Installs glewlwyd and sqlite3 where missing, which needs root. Needs openssl.
# Seen with glewlwyd 2.7.5-3+deb12u1.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for package in glewlwyd sqlite3; do
  dpkg -s "$package" > /dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package" > /dev/null
done
port=13986
url=http://localhost:$port
folder=$(mktemp -d /tmp/sallyport-glewlwyd.XXXXXX)
zcat /usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz | sqlite3 "$folder/glewlwyd.db"
openssl genrsa -out "$folder/key.pem" 2048 2> /dev/null
openssl rsa -in "$folder/key.pem" -pubout -out "$folder/key.pub" 2> /dev/null
cat > "$folder/glewlwyd.conf" <<END
port=$port
bind_address="127.0.0.1"
external_url="$url"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="WARNING"
log_file="$folder/glewlwyd.log"
cookie_domain="localhost"
cookie_secure=0
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database={ type="sqlite3" path="$folder/glewlwyd.db" };
END
glewlwyd --config-file="$folder/glewlwyd.conf" > /dev/null 2>&1 &
server=$!
trap 'kill $server; wait $server 2> /dev/null || true; rm -rf "$folder"' EXIT
until curl -s "$url/config" > /dev/null; do sleep 1; done

# What the guide sets as the administrator: one plugin as the guide has it, and one without PKCE.
api() {
  curl -s --fail-with-body -b "$folder/cookies" -c "$folder/cookies" -H 'content-type: application/json' -X "$1" "$url/api/$2" -d @- > "$folder/reply" ||
    { echo "$1 $2: $(cat "$folder/reply")" >&2; exit 1; }
}
api POST auth/ <<< '{ "username": "admin", "password": "password" }'
api PUT mod/user/database <<< '{ "display_name": "Database", "parameters": { "use-glewlwyd-connection": true, "data-format": { "groups": { "multiple": true, "read": true, "write": true } } } }'
api PUT mod/user/database/reset < /dev/null
curl -sf -b "$folder/cookies" "$url/api/mod/client/database" |
  node -e 'const module = JSON.parse(require("node:fs").readFileSync(0)); module.parameters["data-format"].post_logout_redirect_uris = { multiple: true, read: true, write: true }; console.log(JSON.stringify(module))' |
  api PUT mod/client/database
api PUT mod/client/database/reset < /dev/null
for plugin in oidc plain; do
  api POST mod/plugin/ <<END
{ "module": "oidc", "name": "$plugin", "display_name": "$plugin", "parameters": {
  "iss": "$url/api/$plugin", "jwt-type": "rsa", "jwt-key-size": "256",
  "key": "$(awk -v ORS='\\n' 1 "$folder/key.pem")", "cert": "$(awk -v ORS='\\n' 1 "$folder/key.pub")",
  "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 600,
  "subject-type": "public", "allow-non-oidc": false, "auth-type-code-enabled": true, "pkce-allowed": $([ "$plugin" = oidc ] && echo true || echo false),
  "session-management-allowed": true, "session-cookie-name": "SESSION_ID", "session-cookie-expiration": 2419200,
  "name-claim": "mandatory", "email-claim": "mandatory", "address-claim": { "type": "no" },
  "claims": [{ "name": "groups", "user-property": "groups", "type": "string", "mandatory": true, "scope": [] }] } }
END
done
api PUT scope/openid <<< '{ "display_name": "openid", "password_required": true, "password_max_age": 0, "scheme": {} }'
for scope in email profile; do
  api POST scope/ <<< "{ \"name\": \"$scope\", \"display_name\": \"$scope\", \"password_required\": false, \"password_max_age\": 0, \"scheme\": {} }"
done
api POST user/ <<< '{ "username": "alice", "password": "Right-Pass-1", "name": "Alice", "email": "alice@corp.example", "groups": ["staff", "lunch"], "enabled": true, "scope": ["openid", "email", "profile", "g_profile"] }'
api POST client/ <<END
{ "client_id": "our-app", "name": "Our app", "confidential": true, "password": "a-secret_of.this*app", "client_secret": "a-secret_of.this*app", "enabled": true,
  "redirect_uri": ["http://localhost:9/auth/sign-in/sso/corp/callback"], "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"],
  "post_logout_redirect_uris": ["http://localhost:9/"], "scope": ["openid", "email", "profile"] }
END
SALLYPORT_GLEWLWYD="$url" npx vitest --config .config/vitest.config.ts --run packages/oidc/src/walks.test.ts -t glewlwyd --reporter=tap-flat |
  awk -f packages/oidc/walk/numbered.awk
