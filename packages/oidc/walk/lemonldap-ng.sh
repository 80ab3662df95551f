#!/usr/bin/env bash
# Walks @sallyport/oidc through LemonLDAP::NG as OpenID provider, with its demonstration accounts, on loopback, in a folder of its own.
# Installs lemonldap-ng and libplack-perl where missing, which needs root. Needs openssl.
# Seen with lemonldap-ng 2.16.1+ds-deb12u10.
set -euo pipefail
cd "$(dirname "$0")/../../.."
for package in lemonldap-ng libplack-perl; do
  dpkg -s "$package" > /dev/null 2>&1 || apt-get -qq install -y "$package" > /dev/null
done
port=13985
url=http://127.0.0.1:$port
folder=$(mktemp -d /tmp/sallyport-llng.XXXXXX)
mkdir -p "$folder"/{conf,cache,sessions/lock,psessions/lock}
openssl genrsa -out "$folder/idp.pem" 2048 2> /dev/null
openssl rsa -in "$folder/idp.pem" -pubout -out "$folder/idp.pub" 2> /dev/null
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
  # What the guide sets in the manager.
  $conf->{issuerDBOpenIDConnectActivation} = 1;
  $conf->{oidcServiceMetaDataIssuer} = $url;
  $conf->{oidcServicePrivateKeySig} = text("$folder/idp.pem");
  $conf->{oidcServicePublicKeySig} = text("$folder/idp.pub");
  $conf->{oidcServiceKeyIdSig} = "sig";
  $conf->{oidcServiceAllowAuthorizationCodeFlow} = 1;
  # One app as the guide has it, and one with the signature that the manager offers first.
  for my $app (qw(our-app hs512)) {
    $conf->{oidcRPMetaDataOptions}{$app} = {
      oidcRPMetaDataOptionsClientID => $app,
      oidcRPMetaDataOptionsClientSecret => "a-secret_of.this*app",
      oidcRPMetaDataOptionsRedirectUris => "http://localhost:9/auth/sign-in/sso/corp/callback",
      oidcRPMetaDataOptionsPostLogoutRedirectUris => "http://localhost:9/",
      oidcRPMetaDataOptionsRequirePKCE => 1,
      oidcRPMetaDataOptionsBypassConsent => 1,
      oidcRPMetaDataOptionsIDTokenSignAlg => $app eq "hs512" ? "HS512" : "RS256",
      oidcRPMetaDataOptionsUserInfoSignAlg => "RS256",
    };
    $conf->{oidcRPMetaDataExportedVars}{$app} = { email => "mail", name => "cn", groups => "groups" };
    $conf->{oidcRPMetaDataOptionsExtraClaims}{$app} = { email => "email", profile => "name groups" };
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
until curl -sf "$url/.well-known/openid-configuration" > "$folder/discovery.json"; do sleep 1; done
SALLYPORT_LEMONLDAP_OIDC="$url" npx vitest --config .config/vitest.config.ts --run packages/oidc/src/walks.test.ts -t LemonLDAP --reporter=tap-flat |
  awk -f packages/oidc/walk/numbered.awk
