import type { Commit, LiveSession, SallyportOptions } from '@sallyport/engine';
import { type ContendedStore, changesAccount, contendedStore } from '../contended-store.test-support.ts';
import { Client, type Embedded, embedded, newAccount, PASSWORD, provesNow } from '../embedded.test-support.ts';

export const ROOT = 'root@example.org';

export interface Administered extends ContendedStore {
  readonly world: Embedded;
  readonly client: Client;
  readonly root: LiveSession;
}

/** The one policy administrator, signed in, who proved a password and an app just now, at a store at which others are quicker. */
export async function administered(
  options: Partial<SallyportOptions<string>> = {},
  isWatched: (change: Commit) => boolean = changesAccount,
): Promise<Administered> {
  const at = contendedStore(isWatched);
  const world = await embedded({ store: at.store, policy: { requiredStrength: 'single' }, ...options });
  await newAccount(world, ROOT, ['super-admin']);
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ROOT, password: PASSWORD }));
  const root = await provesNow(world, at.memory, client, ['password', 'totp']);
  at.commits.length = 0;
  return { ...at, world, client, root };
}
