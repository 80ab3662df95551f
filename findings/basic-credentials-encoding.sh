#!/usr/bin/env bash
# System:   the clients oauth4webapi 3.8.8, arctic 3.7.0 and google-auth-library 10.9.1, the servers @node-oauth/oauth2-server 5.3.0 and
#           oidc-provider 9.13.3 (all of npm) and authlib 1.2.0 (Debian 12).
# Expected: RFC 6749 section 2.3.1: id and secret are form-encoded, then joined and sent as Basic credentials. Form encoding leaves `-`, `.`,
#           `_` and `*` as they are (WHATWG URL, application/x-www-form-urlencoded), so that `our-app` is sent as `our-app`.
# Seen:     oauth4webapi (and openid-client, which is built on it) encodes `-` and `.` as well. @node-oauth/oauth2-server and authlib decode
#           nothing, look for a client `our%2Dapp`, and answer invalid_client. arctic and google-auth-library encode nothing, so that
#           oidc-provider, which decodes, answers invalid_request to a secret with a `%`. Each side is right with itself.
# Matters:  "invalid client" at a first set-up is mostly this. A hyphen in the id is enough. An id and a secret of letters and digits alone work
#           everywhere, and so do credentials in the body (client_secret_post).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download python3-authlib=1.2.0-1+deb12u2
for package in ./*.deb; do dpkg -x "$package" debian; done
npm install --silent --no-audit --no-fund --ignore-scripts --save-exact \
  oauth4webapi@3.8.8 arctic@3.7.0 google-auth-library@10.9.1 @node-oauth/oauth2-server@5.3.0 oidc-provider@9.13.3
cat > try.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import NodeOAuth from '@node-oauth/oauth2-server';
import { OAuth2Client as Arctic } from 'arctic';
import { OAuth2Client as Google } from 'google-auth-library';
import * as oauth from 'oauth4webapi';
import { Provider } from 'oidc-provider';

const listen = (handler) =>
  new Promise((resolve) => {
    const server = createServer(handler).listen(0, '127.0.0.1', () => resolve([server, `http://127.0.0.1:${server.address().port}`]));
  });
const bodyOf = async (request) => new URLSearchParams((await request.toArray()).join(''));

// What each client sends.
let header;
const [recorder, recorderUrl] = await listen((request, response) => {
  header = request.headers.authorization;
  response.setHeader('content-type', 'application/json');
  response.end('{"access_token":"a","token_type":"Bearer"}');
});
const send = {
  oauth4webapi: (id, secret) =>
    oauth.clientCredentialsGrantRequest(
      { issuer: recorderUrl, token_endpoint: recorderUrl },
      { client_id: id },
      oauth.ClientSecretBasic(secret),
      {},
      { [oauth.allowInsecureRequests]: true },
    ),
  arctic: (id, secret) => new Arctic(id, secret, 'https://app.example/back').validateAuthorizationCode(recorderUrl, 'code', null),
  'google-auth-library': (clientId, clientSecret) =>
    new Google({ clientId, clientSecret, clientAuthentication: 'ClientSecretBasic', endpoints: { oauth2TokenUrl: recorderUrl } }).getToken('code'),
};

// What each server makes of it.
const clients = { 'our-app': 'a-secret', app: 'per%cent' };
const oauthServer = new NodeOAuth({
  model: {
    getClient: async (id, secret) => (clients[id] === secret ? { id, grants: ['client_credentials'] } : null),
    getUserFromClient: async () => ({}),
    saveToken: async (token, client, user) => ({ ...token, client, user }),
    validateScope: async () => [],
  },
});
const [nodeOAuth, nodeOAuthUrl] = await listen(async (request, response) => {
  const body = Object.fromEntries(await bodyOf(request));
  const asked = new NodeOAuth.Request({ method: request.method, headers: request.headers, query: {}, body });
  const answer = new NodeOAuth.Response();
  await oauthServer.token(asked, answer).catch(() => {});
  response.writeHead(answer.status).end(JSON.stringify(answer.body));
});
const provider = new Provider('http://127.0.0.1', {
  clients: Object.entries(clients).map(([client_id, client_secret]) => ({
    client_id,
    client_secret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  })),
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  ttl: { ClientCredentials: 60 },
});
const [oidcProvider, oidcProviderUrl] = await listen(provider.callback());
const ask = async (url) => {
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const { error } = await (await fetch(url, { method: 'POST', headers: { authorization: header }, body })).json();
  return error ?? 'a token';
};
const authlib = () => {
  const program =
    'import sys; from authlib.oauth2.rfc6749.util import extract_basic_authorization as read; print(*read({"Authorization": sys.argv[1]}))';
  const env = { ...process.env, PYTHONPATH: 'debian/usr/lib/python3/dist-packages' };
  return execFileSync('/usr/bin/python3', ['-Bc', program, header], { env, encoding: 'utf8' }).trim();
};

const seen = [];
for (const [id, secret] of Object.entries(clients))
  for (const [name, request] of Object.entries(send)) {
    await request(id, secret);
    seen.push([
      name,
      Buffer.from(header.slice(6), 'base64').toString(),
      `node-oauth: ${await ask(`${nodeOAuthUrl}/token`)}`,
      `oidc-provider: ${await ask(`${oidcProviderUrl}/token`)}`,
      `authlib reads: ${authlib()}`,
    ].join(', '));
  }
console.log(seen.join('\n'));
for (const server of [recorder, nodeOAuth, oidcProvider]) server.close().closeAllConnections();
const recorded = [
  'oauth4webapi, our%2Dapp:a%2Dsecret, node-oauth: invalid_client, oidc-provider: a token, authlib reads: our%2Dapp a%2Dsecret',
  'arctic, our-app:a-secret, node-oauth: a token, oidc-provider: a token, authlib reads: our-app a-secret',
  'google-auth-library, our-app:a-secret, node-oauth: a token, oidc-provider: a token, authlib reads: our-app a-secret',
  'oauth4webapi, app:per%25cent, node-oauth: invalid_client, oidc-provider: a token, authlib reads: app per%25cent',
  'arctic, app:per%cent, node-oauth: a token, oidc-provider: invalid_request, authlib reads: app per%cent',
  'google-auth-library, app:per%cent, node-oauth: a token, oidc-provider: invalid_request, authlib reads: app per%cent',
];
if (seen.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded);
  process.exit(1);
}
JS
echo 'Tried: two clients, our-app:a-secret and app:per%cent, by three client libraries at three server libraries'
node try.mjs 2> errors || { cat errors >&2; exit 1; }
