import type { Store } from '@sallyport/store';
import { sqliteStore } from '../sqlite-store.ts';
import type { TestFile } from './sqlite.test-support.ts';

/** A store whose calls go to connections of one file in turn, as the calls of several processes do. */
export function overConnections(file: TestFile, count: number): Store {
  const stores = Array.from({ length: count }, () => sqliteStore(file.connect()));
  let turn = 0;
  return new Proxy(sqliteStore(file.connect()), {
    get: (first, verb) =>
      verb === 'open'
        ? async () => {
            for (const store of [first, ...stores]) await store.open();
          }
        : (...asked: unknown[]) => {
            const store = stores[turn++ % count] ?? first;
            return Reflect.apply(Reflect.get(store, verb), store, asked);
          },
  });
}
