import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';

let open: () => Store = memoryStore;

/** An empty store for one test: in memory, unless `storesFrom` said otherwise. */
export function newStore(): Store {
  return open();
}

/** Every test of this file stands on stores that are opened so. */
export function storesFrom(opens: () => Store): void {
  open = opens;
}
