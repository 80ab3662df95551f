import { RecordTooNew, type Store, StoreUnavailable } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import type { PlantableStore, PlantedRecord } from '../store-under-test.ts';

type Snapshot = ReturnType<ReturnType<typeof memoryStore>['toJSON']>;
type Records = Snapshot['tenants'][number]['accounts'];

/** What a store makes of a record that another version left; `undefined`: it is not there. */
export type Reading = (record: PlantedRecord['record']) => Records[number] | undefined;

/** A store in memory that is opened again with every record that is planted, and reads it so. */
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

/** A vault goes by its account's. */
function idOf(record: Records[number]): unknown {
  if ('id' in record) return record.id;
  return 'accountId' in record ? record.accountId : undefined;
}

/** As the port has it. */
export const asItIs: Reading = (record) => ({ ...record, schema: Number(record['schema']) });

/** Stores that take records of other versions for what they are not, each with the kind of promise that it breaks. */
export const misreadings: Readonly<Record<string, { readonly breaks: RegExp; readonly reading: Reading }>> = {
  'takes a newer record for one of its own': { breaks: /^a newer /, reading: (record) => ({ ...record, schema: 1 }) },
  'takes a newer record for an absence': {
    breaks: /^a newer /,
    reading: (record) => (isNewer(record) ? undefined : asItIs(record)),
  },
  'takes a newer record for a fault': {
    breaks: /^a newer /,
    reading: (record) => {
      if (isNewer(record)) throw new StoreUnavailable();
      return asItIs(record);
    },
  },
  'refuses an older record': {
    breaks: /^an older /,
    reading: (record) => {
      if (record['schema'] !== 1) throw new RecordTooNew(Number(record['schema']), 1);
      return asItIs(record);
    },
  },
  'takes an older record for an absence': {
    breaks: /^an older /,
    reading: (record) => (isNewer(record) ? asItIs(record) : undefined),
  },
};

function isNewer({ schema }: PlantedRecord['record']): boolean {
  return Number(schema) > 1;
}
