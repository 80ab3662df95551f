#!/usr/bin/env bash
# Walks mod_auth_mellon through examples/saml-idp: Apache as service provider, on loopback, in a folder of its own.
# Needs: apt-get install apache2 libapache2-mod-auth-mellon
# Seen with libapache2-mod-auth-mellon 0.18.1-1 and apache2 2.4.71.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=13982
site=http://127.0.0.1:$port
folder=$(mktemp -d /tmp/sallyport-mellon.XXXXXX)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
(cd "$folder" && mellon_create_metadata "$site/mellon/metadata" "$site/mellon" > created.log)
mv "$folder"/http*.key "$folder/sp.key"
mv "$folder"/http*.cert "$folder/sp.cert"
mv "$folder"/http*.xml "$folder/sp.xml"
mkdir -p "$folder/site/secret"
echo 'for people who signed in' > "$folder/site/secret/index.html"
# The example's list of apps (SAML_SPS), with the certificate that mellon signs by.
cat > "$folder/sps.json" <<END
[{ "entityId": "$site/mellon/metadata", "acs": "$site/mellon/postResponse", "certificate": "$(sed ':a;N;$!ba;s/\n/\\n/g' "$folder/sp.cert")" }]
END
cat > "$folder/apache.conf" <<END
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile $folder/apache.pid
ErrorLog $folder/error.log
DefaultRuntimeDir $folder
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule auth_mellon_module /usr/lib/apache2/modules/mod_auth_mellon.so
User www-data
Group www-data
DocumentRoot $folder/site
<Directory $folder/site>
  Require all granted
</Directory>
<Location />
  MellonSPPrivateKeyFile $folder/sp.key
  MellonSPCertFile $folder/sp.cert
  MellonSPMetadataFile $folder/sp.xml
  MellonIdPMetadataFile $folder/idp.xml
  MellonEndpointPath /mellon
  MellonSecureCookie Off
  MellonEnable info
</Location>
<Location /secret>
  AuthType Mellon
  MellonEnable auth
  Require valid-user
  MellonUser mail
  Header set X-User "expr=%{REMOTE_USER}"
  Header set X-Name "%{MELLON_NAME_ID}e"
</Location>
END
chmod 644 "$folder"/sp.*
echo "exec apache2 -f $folder/apache.conf -DFOREGROUND" > "$folder/start.sh"

SALLYPORT_MELLON="$folder" npx vitest --config .config/vitest.config.ts --run examples/saml-idp/test/walks.test.ts -t mod_auth_mellon
