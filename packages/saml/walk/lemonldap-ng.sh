#!/usr/bin/env bash
# Walks @sallyport/saml through LemonLDAP::NG as identity provider, with its demonstration accounts, on loopback, in a folder of its own.
# Needs openssl and: apt-get install lemonldap-ng liblasso-perl libxml-simple-perl libimage-magick-perl libplack-perl, with what they recommend
# Seen with lemonldap-ng 2.16.1+ds-deb12u10 and liblasso-perl 2.8.1-1+deb12u1.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=13984
url=http://127.0.0.1:$port
site=https://app.example/auth/sign-in/sso/corp-saml
folder=$(mktemp -d /tmp/sallyport-llng.XXXXXX)
mkdir -p "$folder"/{conf,cache,sessions/lock,psessions/lock}
key() { openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj "/CN=$1" -keyout "$folder/$1.pem" -out "$folder/$1.crt" 2> /dev/null; }
key idp
key sp
# The metadata of two apps, which differ in the entity id.
sp() {
  cat <<END
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="$site/$1"><SPSSODescriptor AuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>$(sed '/-----/d' "$folder/sp.crt" | tr -d '\n')</X509Certificate></X509Data></KeyInfo></KeyDescriptor><NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat><AssertionConsumerService index="1" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="$site/callback"/></SPSSODescriptor></EntityDescriptor>
END
}
sp metadata > "$folder/plain.xml"
sp encrypted > "$folder/encrypted.xml"
sed "s#/var/lib/lemonldap-ng/conf#$folder/conf#; s#/var/lib/lemonldap-ng/cache#$folder/cache#" /etc/lemonldap-ng/lemonldap-ng.ini > "$folder/lemonldap-ng.ini"
perl -MJSON -0777 -e '
  my ($folder, $url) = @ARGV;
  sub text { open my $file, "<", $_[0] or die; local $/; <$file> }
  my $conf = from_json(text("/var/lib/lemonldap-ng/conf/lmConf-1.json"));
  $conf->{portal} = "$url/";
  $conf->{domain} = "127.0.0.1";
  $conf->{"${_}StorageOptions"}{Directory} = "$folder/" . ($_ eq "global" ? "sessions" : "psessions") for qw(global persistent);
  $conf->{"${_}StorageOptions"}{LockDirectory} = $conf->{"${_}StorageOptions"}{Directory} . "/lock" for qw(global persistent);
  $conf->{localSessionStorageOptions}{cache_root} = "$folder/cache";
  $conf->{issuerDBSAMLActivation} = 1;
  $conf->{samlServicePrivateKeySig} = text("$folder/idp.pem");
  $conf->{samlServicePublicKeySig} = text("$folder/idp.crt");
  $conf->{samlServiceSignatureMethod} = "RSA_SHA256";
  for my $app (qw(plain encrypted)) {
    $conf->{samlSPMetaDataXML}{$app}{samlSPMetaDataXML} = text("$folder/$app.xml");
    $conf->{samlSPMetaDataOptions}{$app} = {
      samlSPMetaDataOptionsNameIDFormat => "persistent",
      samlSPMetaDataOptionsCheckSSOMessageSignature => 1,
      samlSPMetaDataOptionsSignSSOMessage => 1,
      samlSPMetaDataOptionsEncryptionMode => $app eq "plain" ? "none" : "assertion",
    };
    $conf->{samlSPMetaDataExportedAttributes}{$app} = { mail => "1;mail;;", uid => "1;uid;;" };
  }
  print to_json($conf, { pretty => 1 });
' "$folder" "$url" > "$folder/conf/lmConf-1.json"
LLNG_DEFAULTCONFFILE="$folder/lemonldap-ng.ini" perl -MPlack::Runner -e '
  require Lemonldap::NG::Portal::Main;
  my $runner = Plack::Runner->new;
  $runner->parse_options("--host", "127.0.0.1", "--port", shift);
  $runner->run(Lemonldap::NG::Portal::Main->run({}));
' "$port" > "$folder/portal.log" 2>&1 &
portal=$!
trap 'kill $portal; wait $portal 2> /dev/null || true; rm -rf "$folder"' EXIT
until curl -sf "$url/saml/metadata" > "$folder/idp.xml"; do sleep 1; done

SALLYPORT_LEMONLDAP="$folder" npx vitest --config .config/vitest.config.ts --run packages/saml/src/walks.test.ts -t LemonLDAP
