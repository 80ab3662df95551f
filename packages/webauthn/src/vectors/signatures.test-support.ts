import { sign } from 'node:crypto';
import { base64url, p256, p384, sha256 } from './forge.test-support.ts';
import { assertion, type Mutation } from './mutation.test-support.ts';

const SIGNATURE = 21;
const right = (data: Uint8Array): Buffer => sign('sha256', data, p256.privateKey);

function signature(name: string, make: (data: Uint8Array) => Uint8Array): Mutation {
  return assertion(`signature: ${name}`, SIGNATURE, (parts) => {
    parts.sign = make;
  });
}

export const SIGNATURES: readonly Mutation[] = [
  assertion('signature: right', 'accepted', () => undefined),
  signature('none', () => new Uint8Array()),
  signature('of another key', (data) => sign('sha256', data, p384.privateKey)),
  signature('with another hash', (data) => sign('sha512', data, p256.privateKey)),
  signature('of the authenticator data alone', (data) => right(data.subarray(0, -32))),
  signature('of a hash', (data) => right(sha256(data))),
  signature('as two numbers', (data) => sign('sha256', data, { key: p256.privateKey, dsaEncoding: 'ieee-p1363' })),
  signature('cut off', (data) => right(data).subarray(0, -1)),
  signature('with a byte after it', (data) => Buffer.concat([right(data), Buffer.of(0)])),
  signature('zero', () => Buffer.from('3006020100020100', 'hex')),
  assertion('another credential', 3, (parts) => {
    parts.response = (response) => ({ ...response, id: base64url('another'), rawId: base64url('another') });
  }),
  assertion('a signature that is no base64url', 3, (parts) => {
    parts.response = (answer) => ({ ...answer, response: { ...answer.response, signature: '+/+/' } });
  }),
];
