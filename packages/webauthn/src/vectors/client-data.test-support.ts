import { CHALLENGE, ORIGIN } from './forge.test-support.ts';
import { both, type Mutation, type Verdict } from './mutation.test-support.ts';

type Steps = readonly [create: Verdict, get: Verdict];

const JSON_TEXT: Steps = [6, 9];
const TYPE: Steps = [7, 10];
const CHALLENGED: Steps = [8, 11];
const ORIGINATED: Steps = [9, 12];
const CROSSED: Steps = [10, 13];
const TOPPED: Steps = [11, 14];
const TAKEN: Steps = ['accepted', 'accepted'];

function member(name: string, [create, get]: Steps, members: Record<string, unknown>): Mutation[] {
  return both(name, create, get, (parts) => {
    parts.clientData = { ...parts.clientData, ...members };
  });
}

function text(name: string, [create, get]: Steps, write: (json: string) => Uint8Array): Mutation[] {
  return both(name, create, get, (parts) => {
    parts.clientDataBytes = write(JSON.stringify(parts.clientData));
  });
}

/** A member that is `undefined` is left out. */
export const CLIENT_DATA: readonly Mutation[] = [
  ...both('type of the other ceremony', 7, 10, ({ clientData }) => {
    clientData['type'] = clientData['type'] === 'webauthn.get' ? 'webauthn.create' : 'webauthn.get';
  }),
  ...member('type left out', TYPE, { type: undefined }),
  ...member('type of a payment', TYPE, { type: 'payment.get' }),
  ...member('type in capitals', TYPE, { type: 'WEBAUTHN.CREATE' }),
  ...member('type a list', TYPE, { type: ['webauthn.create', 'webauthn.get'] }),
  ...member('challenge another', CHALLENGED, { challenge: 'AAAA' }),
  ...member('challenge empty', CHALLENGED, { challenge: '' }),
  ...member('challenge with padding', CHALLENGED, { challenge: `${CHALLENGE}=` }),
  ...member('challenge left out', JSON_TEXT, { challenge: undefined }),
  ...member('challenge a number', JSON_TEXT, { challenge: 1 }),
  ...member('origin over http', ORIGINATED, { origin: ORIGIN.replace('https', 'http') }),
  ...member('origin with a port', ORIGINATED, { origin: `${ORIGIN}:8443` }),
  ...member('origin a subdomain', ORIGINATED, { origin: 'https://evil.app.example' }),
  ...member('origin that ends alike', ORIGINATED, { origin: 'https://evilapp.example' }),
  ...member('origin with a slash', ORIGINATED, { origin: `${ORIGIN}/` }),
  ...member('origin in capitals', ORIGINATED, { origin: ORIGIN.toUpperCase() }),
  ...member('origin null', ORIGINATED, { origin: null }),
  ...member('origin left out', ORIGINATED, { origin: undefined }),
  ...member('crossOrigin true', CROSSED, { crossOrigin: true }),
  ...member('crossOrigin "true"', CROSSED, { crossOrigin: 'true' }),
  ...member('crossOrigin 1', CROSSED, { crossOrigin: 1 }),
  ...member('crossOrigin null', CROSSED, { crossOrigin: null }),
  ...member('crossOrigin left out', TAKEN, { crossOrigin: undefined }),
  ...member('topOrigin the same', TOPPED, { topOrigin: ORIGIN }),
  ...member('topOrigin null', TOPPED, { topOrigin: null }),
  ...member('a tokenBinding', TAKEN, { tokenBinding: { status: 'supported' } }),
  ...member('members that nobody knows', TAKEN, { androidPackageName: 'com.example', extraData: [1] }),
  ...text('a byte order mark', TAKEN, (json) => Buffer.from(`\uFEFF${json}`)),
  ...text('two byte order marks', JSON_TEXT, (json) => Buffer.from(`\uFEFF\uFEFF${json}`)),
  ...text('white space', TAKEN, (json) => Buffer.from(` ${json.replaceAll(',', ' ,\n')} `)),
  ...text('bytes that are no UTF-8, in a member that is not read', TAKEN, (json) =>
    Buffer.concat([Buffer.from('{"x":"'), Buffer.of(0xff), Buffer.from(`",${json.slice(1)}`)]),
  ),
  ...text('UTF-16', JSON_TEXT, (json) => Buffer.from(json, 'utf16le')),
  ...text('nothing', JSON_TEXT, () => new Uint8Array()),
  ...text('null', JSON_TEXT, () => Buffer.from('null')),
  ...text('a list', JSON_TEXT, (json) => Buffer.from(`[${json}]`)),
  ...text('origin twice', JSON_TEXT, (json) => Buffer.from(`{"origin":"https://evil.example",${json.slice(1)}`)),
  ...text('origin twice, once with an escape', JSON_TEXT, (json) =>
    Buffer.from(`{"\\u006frigin" : "https://evil.example",${json.slice(1)}`),
  ),
  ...text('type twice, alike', JSON_TEXT, (json) => Buffer.from(json.replace('{', `{${json.slice(1).split(',')[0]},`))),
  ...text('a member that nobody knows, twice', JSON_TEXT, (json) => Buffer.from(`{"x":1,"x":1,${json.slice(1)}`)),
  ...text('names within a member that nobody knows', TAKEN, (json) =>
    Buffer.from(`{"x":[{"origin":"}"},{"origin":"\\"\\\\"}],"y":{"origin":1},"z":":\\"origin\\":",${json.slice(1)}`),
  ),
  ...text('cut off', JSON_TEXT, (json) => Buffer.from(json.slice(0, -1))),
];
