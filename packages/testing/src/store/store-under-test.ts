import type { Store, TenantId } from '@sallyport/engine';

/** A store to be tried, and how to be rid of it. */
export interface StoreUnderTest {
  /** Empty, and not opened yet. */
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** A store whose server can be taken away. */
export interface SeverableStore extends StoreUnderTest {
  /** From here on the server cannot be reached: every verb has to throw `StoreUnavailable`. */
  readonly sever: () => Promise<void>;
}

/** A store in which a record can be put past its verbs, as another version of Sallyport would have left it. */
export interface PlantableStore extends StoreUnderTest {
  /**
   * Replaces the content of a record that is there; where it is kept, and what it is found by, stays. A store that reads all it
   * has at once may throw here what it would throw on reading.
   */
  readonly plant: (planted: PlantedRecord) => Promise<void>;
}

export interface PlantedRecord {
  readonly kind: 'account' | 'vault' | 'flow' | 'session';
  readonly tenant: TenantId;
  /** Of a vault: its account's. */
  readonly id: string;
  /** The hash of its token, of a flow and of a session. */
  readonly tokenHash?: string;
  readonly record: Readonly<Record<string, unknown>>;
}
