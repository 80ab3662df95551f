#!/usr/bin/env bash
# System:   workerd 1.20261117.1 of npm, with the flag nodejs_compat, beside Node.
# Expected: `crypto.verify(algorithm, data, { key, … }, signature)` takes a KeyObject as `key`, and `cipher.update(text)` encodes the text in
#           UTF-8, as Node documents both.
# Seen:     `verify` throws if a KeyObject stands in an object, and takes the KeyObject itself. `update` throws if no encoding is named.
# Matters:  a library that catches the errors of `verify` as a wrong signature refuses every passkey, without a word in any log.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --save-exact workerd@1.20261117.1
cat > worker.mjs <<'JS'
import * as crypto from 'node:crypto';

const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const data = Buffer.from('data');
const signature = () => crypto.sign('sha256', data, privateKey);
const cipher = () => crypto.createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16));
const tried = {
  'verify with a KeyObject': () => crypto.verify('sha256', data, publicKey, signature()),
  'verify with a KeyObject in an object': () => crypto.verify('sha256', data, { key: publicKey }, signature()),
  "update(text, 'utf8')": () => cipher().update('text', 'utf8').length === 4,
  'update(text)': () => cipher().update('text').length === 4,
};

export async function seen() {
  const outcomes = [];
  for (const [name, act] of Object.entries(tried))
    outcomes.push(`${name}: ${await Promise.resolve().then(act).catch(({ name, message }) => `${name}, ${message.slice(0, 60)}`)}`);
  return outcomes;
}

export default { fetch: async () => Response.json(await seen()) };
JS
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
cat > workerd.capnp <<CAPNP
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "worker.mjs")],
    compatibilityDate = "2026-11-01", compatibilityFlags = ["nodejs_compat"]))],
  sockets = [(name = "http", address = "127.0.0.1:$port", http = (), service = "main")]
);
CAPNP
node_modules/.bin/workerd serve workerd.capnp 2>/dev/null &
server=$!
cat > try.mjs <<'JS'
import { seen } from './worker.mjs';

const [, , port] = process.argv;
const ask = async (tries) =>
  fetch(`http://127.0.0.1:${port}`).catch(async (error) => {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return ask(tries - 1);
  });
const inNode = await seen();
const inWorkerd = await (await ask(100)).json();
console.log('Tried: keys and ciphers of node:crypto.');
console.log(`Node ${process.versions.node}:`, inNode);
console.log('workerd:', inWorkerd);
const differ = inWorkerd.filter((one, place) => one !== inNode[place]).map((one) => one.split(': ')[0]);
const recorded = ['verify with a KeyObject in an object', 'update(text)'];
if (differ.join() !== recorded.join()) {
  console.error('This differs from what is recorded:', recorded, differ);
  process.exit(1);
}
JS
echo 'Versions: workerd 1.20261117.1'
node try.mjs "$port"
