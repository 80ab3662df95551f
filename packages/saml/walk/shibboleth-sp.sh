#!/usr/bin/env bash
# Walks the Shibboleth service provider through examples/saml-idp: Apache and shibd on loopback, in a folder of their own.
# Needs openssl and: apt-get install apache2 libapache2-mod-shib
# Seen with libapache2-mod-shib 3.4.1+dfsg-2+deb12u1 and apache2 2.4.71.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=13983
site=http://127.0.0.1:$port
folder=$(mktemp -d /tmp/sallyport-shib.XXXXXX)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj /CN=sp -keyout "$folder/sp.key" -out "$folder/sp.cert" 2> /dev/null
mkdir -p "$folder/site/secret"
echo 'for people who signed in' > "$folder/site/secret/index.html"
# The example's list of apps (SAML_SPS), with the certificate that Shibboleth signs by.
cat > "$folder/sps.json" <<END
[{ "entityId": "$site/shibboleth", "acs": "$site/Shibboleth.sso/SAML2/POST", "certificate": "$(sed ':a;N;$!ba;s/\n/\\n/g' "$folder/sp.cert")" }]
END
cat > "$folder/attribute-map.xml" <<'END'
<Attributes xmlns="urn:mace:shibboleth:2.0:attribute-map" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Attribute name="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" id="persistent-id">
    <AttributeDecoder xsi:type="NameIDAttributeDecoder" formatter="$Name"/>
  </Attribute>
  <Attribute name="mail" nameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic" id="mail"/>
  <Attribute name="groups" nameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic" id="groups"/>
</Attributes>
END
cat > "$folder/shibboleth2.xml" <<END
<SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" clockSkew="180">
  <UnixListener address="$folder/shibd.sock"/>
  <ApplicationDefaults entityID="$site/shibboleth" REMOTE_USER="persistent-id">
    <Sessions lifetime="28800" timeout="3600" relayState="ss:mem" checkAddress="false" handlerSSL="false" cookieProps="http">
      <SSO entityID="http://localhost:13981/saml/metadata">SAML2</SSO>
      <Logout>Local</Logout>
    </Sessions>
    <MetadataProvider type="XML" path="$folder/idp.xml"/>
    <AttributeExtractor type="XML" path="$folder/attribute-map.xml"/>
    <CredentialResolver type="File" key="$folder/sp.key" certificate="$folder/sp.cert"/>
  </ApplicationDefaults>
  <SecurityPolicyProvider type="XML" path="security-policy.xml"/>
  <ProtocolProvider type="XML" path="protocols.xml"/>
</SPConfig>
END
cat > "$folder/apache.conf" <<END
ServerName 127.0.0.1:$port
Listen 127.0.0.1:$port
PidFile $folder/apache.pid
ErrorLog $folder/error.log
DefaultRuntimeDir $folder
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule mod_shib /usr/lib/apache2/modules/mod_shib.so
ShibConfig $folder/shibboleth2.xml
User www-data
Group www-data
DocumentRoot $folder/site
UseCanonicalName On
<Directory $folder/site>
  Require all granted
</Directory>
<Location /Shibboleth.sso>
  SetHandler shib
</Location>
<Location /secret>
  AuthType shibboleth
  ShibRequestSetting requireSession 1
  Require shib-session
  Header set X-User "expr=%{REMOTE_USER}"
  Header set X-Mail "%{mail}e"
</Location>
END
cat > "$folder/start.sh" <<END
shibd -F -f -c $folder/shibboleth2.xml -p $folder/shibd.pid > $folder/shibd.log 2>&1 &
until [ -S $folder/shibd.sock ]; do sleep 0.2; done
chmod 777 $folder/shibd.sock
trap 'kill %1 %2; wait' TERM
setsid apache2 -f $folder/apache.conf -DFOREGROUND &
wait
END

SALLYPORT_SHIBBOLETH="$folder" npx vitest --config .config/vitest.config.ts --run examples/saml-idp/test/walks.test.ts -t Shibboleth
