#!/usr/bin/env bash
# Walks @sallyport/saml through SimpleSAMLphp as identity provider, on loopback, in a folder of its own.
# Needs openssl and: apt-get install simplesamlphp php-cli php-xml php-mbstring
# Seen with simplesamlphp 1.19.7-1+deb12u2 and PHP 8.2.36.
set -euo pipefail
cd "$(dirname "$0")/../../.."
port=13980
url=http://127.0.0.1:$port
site=https://app.example/auth/sign-in/sso/corp-saml
folder=$(mktemp -d /tmp/sallyport-ssp.XXXXXX)
mkdir "$folder"/{config,metadata,data,log,tmp,cert}
key() { openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj "/CN=$1" -keyout "$folder/cert/$1.pem" -out "$folder/cert/$1.crt" 2> /dev/null; }
key idp
key sp
cat > "$folder/config/config.php" <<END
<?php
require '/etc/simplesamlphp/config.php';
\$config = array_merge(\$config, [
    'baseurlpath' => '$url/',
    'certdir' => '$folder/cert/', 'metadatadir' => '$folder/metadata/', 'datadir' => '$folder/data/',
    'loggingdir' => '$folder/log/', 'logging.handler' => 'file', 'tempdir' => '$folder/tmp',
    'secretsalt' => '$(openssl rand -hex 16)', 'auth.adminpassword' => '$(openssl rand -hex 16)',
    'session.cookie.secure' => false, 'store.type' => 'phpsession', 'session.phpsession.savepath' => '$folder/tmp',
    'enable.saml20-idp' => true,
    'module.enable' => ['core' => true, 'saml' => true, 'exampleauth' => true],
]);
END
cat > "$folder/config/authsources.php" <<'END'
<?php
$config = [
    'people' => [
        'exampleauth:UserPass',
        'alice:Right-Pass-1' => ['uid' => ['alice'], 'mail' => ['alice@corp.example'], 'groups' => ['staff', 'everyone']],
    ],
];
END
cat > "$folder/metadata/saml20-idp-hosted.php" <<'END'
<?php
$metadata['__DYNAMIC:1__'] = [
    'host' => '__DEFAULT__',
    'privatekey' => 'idp.pem',
    'certificate' => 'idp.crt',
    'auth' => 'people',
    'authproc' => [
        3 => ['class' => 'saml:PersistentNameID', 'attribute' => 'uid'],
    ],
];
END
# What the guide has for `metadata/saml20-sp-remote.php`, once without and once with encryption.
cat > "$folder/metadata/saml20-sp-remote.php" <<END
<?php
\$metadata['$site/metadata'] = [
    'AssertionConsumerService' => '$site/callback',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
];
\$metadata['$site/encrypted'] = \$metadata['$site/metadata'] + [
    'assertion.encryption' => true,
    'certificate' => 'sp.crt',
];
END
SIMPLESAMLPHP_CONFIG_DIR="$folder/config" php -S "127.0.0.1:$port" -t /usr/share/simplesamlphp/www > "$folder/php.log" 2>&1 &
php=$!
trap 'kill $php; wait $php 2> /dev/null || true; rm -rf "$folder"' EXIT
until curl -sf "$url/saml2/idp/metadata.php" > "$folder/idp.xml"; do sleep 1; done

SALLYPORT_SIMPLESAMLPHP="$folder" npx vitest --config .config/vitest.config.ts --run packages/saml/src/walks.test.ts -t SimpleSAMLphp
