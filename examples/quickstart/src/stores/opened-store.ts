import type { Store } from '@sallyport/engine';

/** The store of the demo, with its resources. */
export interface OpenedStore {
  readonly store: Store;
  /** Whether the store outlives the process. Sealed data in such a store needs the same secret at each start. */
  readonly lasting: boolean;
  close(): Promise<void>;
}
