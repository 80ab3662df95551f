import { expect, it } from 'vitest';
import { currentRecord, RECORD_SCHEMA, type StoredRecord, upgraded } from './record-schema.ts';

const upgrades = [
  (record: StoredRecord) => ({ ...record, schema: 1, names: ['cleo'] }),
  (record: StoredRecord) => ({ ...record, schema: 2, epoch: 0 }),
  (record: StoredRecord) => ({ ...record, schema: 3, names: [] }),
];

it('a record goes through the steps that its schema has not seen, in order', () => {
  expect(upgraded({ schema: 0 }, upgrades)).toEqual({ schema: 3, names: [], epoch: 0 });
  expect(upgraded({ schema: 2 }, upgrades)).toEqual({ schema: 3, names: [] });
  const current = { schema: 3, names: ['dora'] };
  expect(upgraded(current, upgrades)).toBe(current);
});

it('a record of a newer schema is refused by name, and so is one whose schema is no number', () => {
  expect(() => upgraded({ schema: 4 }, upgrades)).toThrow(
    expect.objectContaining({ code: 'record-too-new', schema: 4 }),
  );
  expect(() => upgraded({ schema: Number.NaN }, upgrades)).toThrow('this one reads up to 3');
});

it('there is a step to the schema of today from every one before', () => {
  for (let schema = 0; schema <= RECORD_SCHEMA; schema++) {
    expect(currentRecord({ schema })).toEqual({ schema: RECORD_SCHEMA });
  }
  expect(() => currentRecord({ schema: RECORD_SCHEMA + 1 })).toThrow(
    'a record of schema 2 was written by a newer version of Sallyport, and this one reads up to 1: bring every process',
  );
});
