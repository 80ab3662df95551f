import { CBORTag, encodeCBOR } from '@levischuck/tiny-cbor';
import { AAGUID, base64url, coseOf, FLAG, p256, sha256 } from './forge.test-support.ts';
import { assertion, both, type Mutation, registration } from './mutation.test-support.ts';

const EXTENSIONS = encodeCBOR(new Map([['credProtect', 2]]));
const DECODED = [13, 7] as const;

export const AUTHENTICATOR_DATA: readonly Mutation[] = [
  ...both('another relying party', 14, 15, (parts) => {
    parts.rpIdHash = sha256('evil.example');
  }),
  ...both('the relying party in capitals', 14, 15, (parts) => {
    parts.rpIdHash = sha256('APP.EXAMPLE');
  }),
  ...both('user not present', 15, 16, (parts) => {
    parts.flags &= ~FLAG.up;
  }),
  ...both('user not verified', 'accepted', 'accepted', (parts) => {
    parts.flags &= ~FLAG.uv;
  }),
  ...both('backed up, not eligible', 17, 18, (parts) => {
    parts.flags |= FLAG.bs;
  }),
  ...both('eligible for backup', 'accepted', 19, (parts) => {
    parts.flags |= FLAG.be;
  }),
  ...both('backed up', 'accepted', 19, (parts) => {
    parts.flags |= FLAG.be | FLAG.bs;
  }),
  ...both('reserved flags', 'accepted', 'accepted', (parts) => {
    parts.flags |= FLAG.reserved1 | FLAG.reserved2;
  }),
  ...both('the highest counter', 'accepted', 'accepted', (parts) => {
    parts.counter = 0xffff_ffff;
  }),
  ...both('extension data', 'accepted', 'accepted', (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = EXTENSIONS;
  }),
  ...both('extension data with a floating-point number', 'accepted', 'accepted', (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = encodeCBOR(new Map([['com.example.distance', 0.5]]));
  }),
  ...both('extension data with a tag', 'accepted', 'accepted', (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = encodeCBOR(new Map([['com.example.at', new CBORTag(1, 0)]]));
  }),
  ...both('extension data with text that is no UTF-8', ...DECODED, (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = Buffer.from('a1617861ff', 'hex');
  }),
  ...both('extension data without the flag', ...DECODED, (parts) => {
    parts.rest = EXTENSIONS;
  }),
  ...both('the flag without extension data', ...DECODED, (parts) => {
    parts.flags |= FLAG.ed;
  }),
  ...both('extension data that are no map', ...DECODED, (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = encodeCBOR(['credProtect']);
  }),
  ...both('a byte after the extension data', ...DECODED, (parts) => {
    parts.flags |= FLAG.ed;
    parts.rest = Buffer.concat([EXTENSIONS, Buffer.of(0)]);
  }),
  ...both('cut off', ...DECODED, (parts) => {
    parts.authenticatorData = (bytes) => bytes.subarray(0, 36);
  }),
  ...both('empty', ...DECODED, (parts) => {
    parts.authenticatorData = () => new Uint8Array();
  }),
  registration('no attested credential data', 13, (parts) => {
    parts.flags &= ~FLAG.at;
  }),
  registration('a credential id longer than the data', 13, (parts) => {
    parts.credentialIdLength = 1_000;
  }),
  registration('no model', 'accepted', (parts) => {
    parts.aaguid = new Uint8Array(16);
  }),
  ...(
    [
      [0, 25],
      [1, 'accepted'],
      [1_023, 'accepted'],
      [1_024, 25],
    ] as const
  ).map(([length, verdict]) =>
    registration(`a credential id of ${length} bytes`, verdict, (parts) => {
      parts.credentialId = new Uint8Array(length).fill(7);
    }),
  ),
  registration('a credential that goes by another id', 25, (parts) => {
    parts.response = (response) => ({ ...response, id: base64url('another'), rawId: base64url('another') });
  }),
  assertion('attested credential data', 7, (parts) => {
    parts.flags |= FLAG.at;
    const key = encodeCBOR(coseOf(p256.publicKey, -7));
    parts.rest = Buffer.concat([AAGUID, Buffer.of(0, 1, 7), key]);
  }),
  assertion('the flag of attested credential data', 7, (parts) => {
    parts.flags |= FLAG.at;
  }),
  ...both('another raw id', 3, 3, (parts) => {
    const change = <Response extends { rawId: string }>(response: Response): Response => ({
      ...response,
      rawId: 'AAAA',
    });
    parts.response = change;
  }),
  ...both('another type of credential', 3, 3, (parts) => {
    const change = <Response extends object>(response: Response): Response => ({ ...response, type: 'password' });
    parts.response = change;
  }),
];
