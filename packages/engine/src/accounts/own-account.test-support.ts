import { instant } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord, LiveSession, PasskeyRecord } from '@sallyport/engine';
import { type ContendedStore, contendedStore } from '../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  provesNow,
  rewritesAccount,
  rewritesSession,
  signedIn,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';

export const DORA = 'dora@example.org';

/** Somebody with a password and a mailbox, who is signed in, at a store at which others may be quicker. */
export interface Owner extends Pick<ContendedStore, 'commits' | 'beforeTheNext' | 'beforeEvery'> {
  readonly world: Embedded;
  readonly client: Client;
  readonly accountId: AccountId;
  session(): Promise<LiveSession>;
  /** As it is stored. */
  account(): Promise<AccountRecord>;
  /** Writes this into the stored account, with no event. */
  has(part: Partial<AccountRecord>): Promise<void>;
  /** The same person on another device, in a session that rests on these bindings beside. */
  elsewhere(...bindings: string[]): Promise<Client>;
  /** The events since this was asked the last time, oldest first. */
  events(): Promise<readonly EventRecord[]>;
  /** How often the store was asked for a vault. */
  readonly asked: { vaults: number };
}

export async function owner(options: Parameters<typeof embedded>[0] = {}): Promise<Owner> {
  const { store, memory, commits, beforeTheNext, beforeEvery } = contendedStore();
  const asked = { vaults: 0 };
  beforeEvery('readVault', () => {
    asked.vaults += 1;
  });
  const policy = { emailCodes: { offer: 'always' }, ...options.policy } as const;
  const world = await embedded({ store, ...options, policy });
  const client = await signedIn(world, DORA);
  const { accountId } = await client.session();
  const all = async () => (await memory.listEvents(TENANT, { limit: 200 })).items.toReversed();
  let seen = (await all()).length;
  return {
    world,
    client,
    accountId,
    commits,
    beforeTheNext,
    beforeEvery,
    asked,
    session: () => provesNow(world, memory, client),
    account: () => storedAccount(memory, accountId),
    has: async (part) => void (await rewritesAccount(memory, accountId, (before) => ({ ...before, ...part }))),
    async elsewhere(...bindings) {
      const other = new Client(world);
      await other.signsInByMail(DORA);
      await rewritesSession(world, memory, await other.session(), (record) => ({
        ...record,
        bindings: [...record.bindings, ...bindings],
      }));
      seen = (await all()).length;
      return other;
    },
    async events() {
      const events = await all();
      const since = events.slice(seen);
      seen = events.length;
      return since;
    },
  };
}

/** A passkey as an account holds it: on the device, and synced. */
export function passkey(id: string, over: Partial<PasskeyRecord> = {}): PasskeyRecord {
  return {
    id,
    publicKey: 'pQECAyYgASFYIA',
    counter: 0,
    transports: ['internal'],
    name: `the ${id}`,
    createdAt: instant(1),
    userVerified: true,
    backupEligible: true,
    backedUp: true,
    aaguid: '00000000-0000-0000-0000-000000000000',
    attested: false,
    ...over,
  };
}

/** Whether somebody's session goes on. */
export async function isIn({ auth }: Embedded, { caller }: Client): Promise<boolean> {
  return !('refused' in (await auth.sessions.guard(caller, { needs: 'session' })));
}
