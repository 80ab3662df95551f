import type { Store, TenantId } from '@sallyport/engine';

/** A store under test, with its disposal. */
export interface StoreUnderTest {
  /** An empty store that is not opened yet. */
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** A store whose server can be made unreachable. */
export interface SeverableStore extends StoreUnderTest {
  /** From now on the server is unreachable: every method must throw `StoreUnavailable`. */
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

export interface PlantedRecord {
  readonly kind: 'account' | 'vault' | 'flow' | 'samlRequest' | 'session';
  readonly tenant: TenantId;
  /** For a vault: the id of its account. */
  readonly id: string;
  /** For a flow and a session: the hash of the token. */
  readonly tokenHash?: string;
  readonly record: Readonly<Record<string, unknown>>;
}
