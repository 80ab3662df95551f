import type { Logger, Store } from '@sallyport/engine';
import { withVerbs } from './with-verbs.ts';

/** Records every commit and every log message as text. Pass `around` to the quickstart as options. */
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
