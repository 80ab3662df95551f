import type { AccountKey, AccountRecord, Store, TenantId } from '@sallyport/engine';
import { NOW } from '../sample-records.ts';
import { answering, type BrokenStores } from './broken-store.test-support.ts';

/** Whether a look-up by a key finds an account in one of these tenants. */
async function isFound(sound: Store, tenants: Iterable<TenantId>, account: AccountKey): Promise<boolean> {
  for (const tenant of tenants) {
    const { policy } = await sound.beginStep({ tenant, now: NOW, knownPolicy: 0 });
    const step = { tenant, now: NOW, knownPolicy: policy?.version ?? 0, account };
    if ((await sound.beginStep(step)).account !== undefined) return true;
  }
  return false;
}

/** Answers by the accounts that were written, in place of the stored accounts. */
function byWritten(
  answer: (written: readonly AccountRecord[], id: string, sound: Store) => Promise<boolean> | boolean,
) {
  return (sound: Store): Partial<Store> => {
    const written: AccountRecord[] = [];
    return {
      commit: async (change) => {
        const result = await sound.commit(change);
        if (result.outcome === 'committed' && change.account) written.push(change.account);
        return result;
      },
      hasPasskey: async (id) => answer(written, id, sound),
    };
  };
}

/** Stores that answer wrongly whether anybody has a passkey. */
export const brokenPasskeys: BrokenStores = {
  'looks for a passkey in one tenant alone': answering(
    'a passkey of any tenant is known, and a passkey of nobody is not',
    byWritten(([first], value, sound) => isFound(sound, first ? [first.tenant] : [], { kind: 'passkey', value })),
  ),
  'knows every passkey': answering('a passkey of any tenant is known, and a passkey of nobody is not', () => ({
    hasPasskey: async () => true,
  })),
  'never forgets a passkey': answering(
    'a passkey is known from its registration until its removal',
    byWritten((written, id) => written.some(({ passkeys }) => passkeys.some((passkey) => passkey.id === id))),
  ),
  'knows no passkey that a first sign-in keeps': answering(
    'a passkey is known while a first sign-in keeps it, in that account alone',
    byWritten((written, value, sound) => {
      const isOpen = written.at(-1)?.openPasskeys?.includes(value) === true;
      return isOpen ? false : sound.hasPasskey(value);
    }),
  ),
  'forgets a passkey of several tenants with the first of them': answering(
    'a passkey that several tenants have is known until the last of them gives it up',
    byWritten(async (written, value, sound) => {
      const holders = written.filter(({ passkeys }) => passkeys.some(({ id }) => id === value));
      return isFound(sound, new Set(holders.slice(0, 1).map(({ tenant }) => tenant)), { kind: 'passkey', value });
    }),
  ),
  'takes an identifier for a passkey': answering(
    'no other key is taken for a passkey, and no other id',
    byWritten(async (written, value, sound) => {
      const tenants = new Set(written.map(({ tenant }) => tenant));
      return (await sound.hasPasskey(value)) || isFound(sound, tenants, { kind: 'identifier', value });
    }),
  ),
  'reads a sign of an id as any sign': answering(
    'no other key is taken for a passkey, and no other id',
    byWritten((written, value, sound) => {
      const ids = written.flatMap(({ passkeys }) => passkeys.map(({ id }) => id));
      const isLike = (id: string) =>
        id.length === value.length && [...value].every((sign, at) => sign === '_' || sign === id[at]);
      return value.includes('_') ? ids.some(isLike) : sound.hasPasskey(value);
    }),
  ),
  'compares the beginning of an id alone': answering(
    'ids of almost 2,000 bytes are two passkeys if they differ in the last character',
    byWritten((written, value, sound) => {
      const cut = (id: string) => id.slice(0, 1_900);
      if (value.length <= 1_900) return sound.hasPasskey(value);
      return written.some(({ passkeys }) => passkeys.some(({ id }) => cut(id) === cut(value)));
    }),
  ),
};
