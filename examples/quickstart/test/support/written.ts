import type { Logger, Store } from '@sallyport/engine';
import { withVerbs } from './with-verbs.ts';

/** Keeps every change that is committed and every line that is logged, as text: `around` are options of the quickstart. */
export function watchesWriting(): {
  readonly written: string[];
  readonly around: { readonly logger: Logger; readonly aroundStore: (store: Store) => Store };
} {
  const written: string[] = [];
  const log = (...words: unknown[]): void => void written.push(JSON.stringify(words));
  return {
    written,
    around: {
      logger: { warn: log, error: log },
      aroundStore: (store) =>
        withVerbs(store, {
          commit(change) {
            written.push(JSON.stringify(change));
            return store.commit(change);
          },
        }),
    },
  };
}
