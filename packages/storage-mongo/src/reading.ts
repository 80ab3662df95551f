import type { BSONSerializeOptions } from 'mongodb';

/** How documents come back, whatever the host set for its client. */
export const READING: BSONSerializeOptions = {
  promoteValues: true,
  promoteLongs: true,
  promoteBuffers: false,
  useBigInt64: false,
  bsonRegExp: false,
  fieldsAsRaw: {},
};
