import {
  type Commit,
  type CommitResult,
  isRefusal,
  type LiveSession,
  type SallyportOptions,
  type Store,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';

type Conflict = Extract<CommitResult, { readonly outcome: 'conflict' }>['with'];

/** A store at which others are quicker, on command. */
export interface Contended {
  readonly store: Store;
  /** Every change that is watched and was asked for, in order. */
  readonly commits: Commit[];
  /** So many of the next watched changes lose, each to this. */
  loses(times: number, to: Conflict): void;
  /** Something else happens once, just before the next watched change is written. */
  beforeTheNextCommit(act: () => Promise<unknown>): void;
  /** Something else happens once, just before an account is read. */
  beforeTheNextRead(act: () => Promise<unknown>): void;
}

const changesAccount = ({ account, deleteAccount }: Commit): boolean =>
  account !== undefined || deleteAccount !== undefined;

/** @param isWatched which changes others are quicker than: unless told, those of an account */
export function contended(isWatched: (change: Commit) => boolean = changesAccount): Contended {
  const memory = memoryStore();
  const commits: Commit[] = [];
  let [lost, to]: [number, Conflict] = [0, 'account'];
  const once = (): { readonly set: (act: () => Promise<unknown>) => void; readonly run: () => Promise<void> } => {
    let pending: (() => Promise<unknown>) | undefined;
    return {
      set: (act) => {
        pending = act;
      },
      run: async () => {
        const act = pending;
        pending = undefined;
        await act?.();
      },
    };
  };
  const [atCommit, atRead] = [once(), once()];
  const store: Store = {
    ...memory,
    async readAccount(tenant, id) {
      await atRead.run();
      return memory.readAccount(tenant, id);
    },
    async commit(change) {
      if (!isWatched(change)) return memory.commit(change);
      await atCommit.run();
      commits.push(change);
      if (lost === 0) return memory.commit(change);
      lost -= 1;
      // A conflict gives an attempt back, and leaves nothing else behind.
      const { tenant, now, giveBack } = change;
      if (giveBack !== undefined) await memory.commit({ tenant, now, guards: {}, giveBack, events: [] });
      return { outcome: 'conflict', with: to };
    },
  };
  return {
    store,
    commits,
    loses: (times, conflict) => {
      [lost, to] = [times, conflict];
    },
    beforeTheNextCommit: atCommit.set,
    beforeTheNextRead: atRead.set,
  };
}

export const ROOT = 'root@example.org';

export interface Administered extends Contended {
  readonly world: Embedded;
  readonly client: Client;
  readonly root: LiveSession;
}

/** The one policy administrator, signed in by a password alone, at a store at which others are quicker. */
export async function administered(
  options: Partial<SallyportOptions> = {},
  isWatched?: (change: Commit) => boolean,
): Promise<Administered> {
  const at = contended(isWatched);
  const world = await embedded({ store: at.store, policy: { requiredStrength: 'single' }, ...options });
  const roles = ['super-admin'];
  const created = await world.auth.accounts.create({ identifier: ROOT, email: ROOT, password: PASSWORD, roles });
  if (isRefusal(created)) throw new Error(created.refused);
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ROOT, password: PASSWORD }));
  const root = await client.session();
  at.commits.length = 0;
  return { ...at, world, client, root };
}
