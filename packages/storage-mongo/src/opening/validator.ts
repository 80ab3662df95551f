import type { Document } from 'mongodb';
import type { Kind, Stored } from '../stored.ts';

const string = { bsonType: 'string' };
const number = { bsonType: 'number' };
const date = { bsonType: 'date' };
const texts = { bsonType: 'array', items: string };

const fields: Readonly<Record<keyof Stored | 'guarded' | 'open' | 'openUntil', Document>> = {
  _id: string,
  tenant: string,
  part: string,
  kind: string,
  id: string,
  version: number,
  ends: date,
  account: string,
  owner: string,
  holder: string,
  of: string,
  at: number,
  seq: { bsonType: 'timestamp' },
  place: number,
  fresh: number,
  type: string,
  recipients: string,
  names: texts,
  label: string,
  created: number,
  profile: string,
  judged: number,
  until: number,
  organisation: string,
  removed: number,
  remains: number,
  record: { bsonType: 'object' },
  json: string,
  device: string,
  subject: string,
  authenticator: string,
  recent: { ...number, minimum: 0 },
  total: { ...number, minimum: 0 },
  first: number,
  lockedUntil: number,
  openEnds: { bsonType: 'array', items: number },
  open: { ...number, minimum: 0 },
  openUntil: number,
  admitted: { bsonType: 'bool' },
  guarded: number,
};

const DEVICE = {
  id: string,
  epoch: number,
  createdAt: number,
  lastSeenAt: number,
  userAgent: string,
  proved: texts,
};

const kinds: Readonly<Record<Kind, Shape>> = {
  account: {
    required: ['version', 'owner', 'names', 'record'],
    record: recordOf(['id', 'userHandle'], ['version', 'epoch', 'createdAt'], { identifiers: texts, roles: texts }),
  },
  'sign-in': { required: ['at'] },
  day: { required: ['at', 'total'] },
  vault: {
    required: ['version', 'record'],
    record: recordOf(['accountId', 'keyId'], ['version'], {
      envelopes: { bsonType: 'array', items: { bsonType: 'object' } },
    }),
  },
  identifier: { required: ['account', 'owner'] },
  passkey: { required: ['account', 'owner'] },
  'external-id': { required: ['account', 'owner'] },
  'host-key': { required: ['account', 'owner'] },
  flow: {
    required: ['id', 'version', 'ends', 'record'],
    record: recordOf(['id', 'tokenHash', 'purpose', 'mode', 'subject'], ['version', 'expiresAt'], { accepts: texts }),
  },
  'saml-request': {
    required: ['id', 'version', 'ends', 'record', 'json'],
    record: recordOf(['id', 'callback'], ['version', 'failedResponses', 'expiresAt'], {}),
  },
  session: {
    required: ['id', 'version', 'ends', 'holder', 'of', 'at', 'record'],
    record: recordOf(
      ['id', 'tokenHash', 'accountId', 'mode'],
      ['version', 'epoch', 'lastSeenAt', 'expiresAt', 'idle'],
      {
        bindings: texts,
      },
    ),
  },
  device: {
    required: ['device', 'at', 'record'],
    record: { bsonType: 'object', required: ['id', 'epoch', 'createdAt', 'lastSeenAt'], properties: DEVICE },
  },
  'single-use': { required: ['ends'] },
  counter: { required: ['subject', 'authenticator', 'recent', 'total', 'first', 'lockedUntil'] },
  policy: { required: ['version', 'record', 'json'] },
  'policy-version': { required: ['version', 'record', 'json'] },
  administrators: { required: ['version'] },
  event: { required: ['at', 'seq', 'type', 'record'] },
  'event-stream': { required: ['total'] },
  'log-batch': { required: ['version', 'json'] },
  failures: { required: ['at', 'type', 'total'] },
  reuse: { required: ['ends', 'total'] },
  organisation: { required: ['version', 'record', 'json'] },
  'organisation-version': { required: ['organisation', 'version', 'record', 'json'] },
  membership: { required: ['organisation', 'holder', 'version', 'record'] },
  layout: { required: ['version'] },
};

interface Shape {
  readonly required: readonly (keyof Stored)[];
  readonly record?: Document;
}

function recordOf(strings: readonly string[], numbers: readonly string[], others: Document): Document {
  const properties = {
    tenant: string,
    ...Object.fromEntries(strings.map((name) => [name, string])),
    ...Object.fromEntries(numbers.map((name) => [name, number])),
    ...others,
  };
  return { bsonType: 'object', required: ['schema', ...Object.keys(properties)], properties };
}

export const validator: Document = {
  $or: [
    { ends: new Date(0) },
    ...Object.entries(kinds).map(([kind, { required, record }]) => ({
      kind,
      $jsonSchema: {
        bsonType: 'object',
        required: ['_id', 'tenant', 'part', 'kind', ...required],
        properties: { ...fields, ...(record === undefined ? {} : { record }) },
        additionalProperties: false,
      },
    })),
  ],
};
