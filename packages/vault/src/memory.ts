import { jsonOf, recordOf } from './encoding/record.ts';
import type { Owner } from './keys/data-key.ts';

/** The version and the data key of a vault that a client has seen. */
export interface VaultMark {
  /** The vault's version. Rises by one with each change. */
  readonly version: number;
  /** The id of the data key. */
  readonly keyId: string;
}

/**
 * Stores the newest vault version that this client has seen, to detect a rollback by the server. The content is not secret. A client
 * calls `remember` only with a version above the version that `recall` returns.
 */
export interface VaultMemory {
  /** The stored mark; `undefined` if nothing is stored. */
  recall(): VaultMark | undefined | Promise<VaultMark | undefined>;
  /** Replaces the stored mark. */
  remember(mark: VaultMark): void | Promise<void>;
}

/** Remembers in `localStorage` or a similar storage. An unreadable entry counts as no entry. */
export function storageMemory(storage: Pick<Storage, 'getItem' | 'setItem'>, { tenant, account }: Owner): VaultMemory {
  const name = `sallyport-vault ${JSON.stringify([tenant, account])}`;
  return {
    recall: () => {
      const { version, keyId } = recordOf(jsonOf(storage.getItem(name) ?? '')) ?? {};
      return typeof version === 'number' && typeof keyId === 'string' ? { version, keyId } : undefined;
    },
    remember: (mark) => storage.setItem(name, JSON.stringify(mark)),
  };
}
