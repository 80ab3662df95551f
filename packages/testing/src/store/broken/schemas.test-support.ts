import { RecordTooNew, type Store, StoreUnavailable } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import type { PlantableStore, PlantedRecord } from '../store-under-test.ts';

type Snapshot = ReturnType<ReturnType<typeof memoryStore>['toJSON']>;
type Records = Snapshot['tenants'][number]['accounts'];

/** A store's reading of a record of another version. `undefined` if the record is treated as absent. */
export type Reading = (record: PlantedRecord['record']) => Records[number] | undefined;

/** A memory store that is filled again with every planted record, through `reading`. */
export function plantable(reading: Reading): PlantableStore {
  let current = memoryStore();
  const store: Store = new Proxy(current, { get: (_, verb) => Reflect.get(current, verb) });
  return {
    store,
    plant: async ({ kind, id, record }) => {
      const snapshot = current.toJSON();
      const read = reading(record);
      const left = (records: Records): Records => records.flatMap((one) => (idOf(one) === id ? (read ?? []) : [one]));
      const tenants = snapshot.tenants.map((one) => ({ ...one, [`${kind}s`]: left(one[`${kind}s`] ?? []) }));
      current = memoryStore({ snapshot: { ...snapshot, tenants } });
    },
    close: async () => {},
  };
}

/** The id of a record. A vault has the id of its account. */
function idOf(record: Records[number]): unknown {
  if ('id' in record) return record.id;
  return 'accountId' in record ? record.accountId : undefined;
}

/** Reads as the port requires. */
export const asItIs: Reading = (record) => ({ ...record, schema: Number(record['schema']) });

/** Stores that misread records of other versions, each with the kind of promise that it breaks, and the number of these promises. */
export const misreadings: Readonly<
  Record<string, { readonly breaks: RegExp; readonly promises: number; readonly reading: Reading }>
> = {
  'takes a newer record for one of its own': {
    breaks: /^a newer /,
    promises: 14,
    reading: (record) => ({ ...record, schema: 1 }),
  },
  'takes a newer record for an absence': {
    breaks: /^a newer |^the ways into a vault/,
    promises: 15,
    reading: (record) => (isNewer(record) ? undefined : asItIs(record)),
  },
  'takes a newer record for a fault': {
    breaks: /^a newer |also of a newer schema$/,
    promises: 16,
    reading: (record) => {
      if (isNewer(record)) throw new StoreUnavailable();
      return asItIs(record);
    },
  },
  'refuses an older record': {
    breaks: /^an older /,
    promises: 14,
    reading: (record) => {
      if (record['schema'] !== 1) throw new RecordTooNew(Number(record['schema']), 1);
      return asItIs(record);
    },
  },
  'takes an older record for an absence': {
    breaks: /^an older /,
    promises: 14,
    reading: (record) => (isNewer(record) ? asItIs(record) : undefined),
  },
};

function isNewer({ schema }: PlantedRecord['record']): boolean {
  return Number(schema) > 1;
}
