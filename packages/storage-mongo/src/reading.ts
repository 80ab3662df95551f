import type { BSONSerializeOptions } from 'mongodb';

/** How the driver deserialises documents. Overrides the options of the host's client. */
export const READING: BSONSerializeOptions = {
  promoteValues: true,
  promoteLongs: true,
  promoteBuffers: false,
  useBigInt64: false,
  bsonRegExp: false,
  fieldsAsRaw: {},
};
