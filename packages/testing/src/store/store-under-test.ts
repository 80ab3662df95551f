import type { Store, TenantId } from '@sallyport/engine';

/** A store under test, with its disposal. */
export interface StoreUnderTest {
  /** An empty store that is not opened yet. */
  readonly store: Store;
  /** Closes the store and removes its data. */
  readonly close: () => Promise<void>;
}

/** A store whose server can be made unreachable. */
export interface SeverableStore extends StoreUnderTest {
  /** From now on the server is unreachable: every method but `open` must throw `StoreUnavailable`. */
  readonly sever: () => Promise<void>;
}

/** A store into which a test can write a record directly, as another version of Sallyport would have left the record. */
export interface PlantableStore extends StoreUnderTest {
  /**
   * Replaces the content of an existing record. The record's key and indexed members stay. A store that reads all its records at once may
   * throw here instead of on reading.
   */
  readonly plant: (planted: PlantedRecord) => Promise<void>;
}

/** A record of another schema, as a different version of Sallyport wrote it. */
export interface PlantedRecord {
  /** The kind of record. */
  readonly kind: 'account' | 'vault' | 'flow' | 'samlRequest' | 'session';
  /** The tenant of the record. */
  readonly tenant: TenantId;
  /** For a vault: the id of its account. */
  readonly id: string;
  /** For a flow and a session: the hash of the token. */
  readonly tokenHash?: string;
  /** The content to store, unchanged. Its `schema` is not the current schema. */
  readonly record: Readonly<Record<string, unknown>>;
}
