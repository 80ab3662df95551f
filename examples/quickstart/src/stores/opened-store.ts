import type { Store } from '@sallyport/engine';

/** A store the demo runs on, and what ends with it. */
export interface OpenedStore {
  readonly store: Store;
  /** It was there before, and will be there again: what is sealed in it needs the same secret each time. */
  readonly lasting: boolean;
  close(): Promise<void>;
}
