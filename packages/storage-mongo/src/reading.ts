import type { BSONSerializeOptions } from 'mongodb';

/** Overrides the options of the host's client. */
export const READING: BSONSerializeOptions = {
  promoteValues: true,
  promoteLongs: true,
  promoteBuffers: false,
  useBigInt64: false,
  bsonRegExp: false,
  fieldsAsRaw: {},
};
