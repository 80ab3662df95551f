import type { Store } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';

let open: () => Store = memoryStore;

/** An empty store for one test: in memory, unless `storesFrom` said otherwise. */
export function newStore(): Store {
  return open();
}

/** Says how every test of a test file opens its store. */
export function storesFrom(opens: () => Store): void {
  open = opens;
}
