import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, AccountRecord, Caller, LiveSession, Me, SallyportOptions } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { EventRecord, SessionRecord } from '@sallyport/store';
import { type ContendedStore, changesAccount, contendedStore } from '../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  provesNow,
  rewritesAccount,
  signedIn,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { Browser, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

export const DORA = 'dora@example.org';
export const NEXT = 'another battery, another staple';
export const CHANGES = { current: PASSWORD, next: NEXT };

type Options = Partial<SallyportOptions<string>> & { readonly policy?: PolicyInput<string> };

/** Somebody in a session of their own, at a store at which others are quicker. */
export interface Owner extends ContendedStore {
  readonly world: Embedded;
  readonly caller: Caller;
  readonly session: LiveSession;
  readonly accountId: AccountId;
  /** The session as the check finds it now. */
  live(): Promise<LiveSession>;
  changes(input: Parameters<Me['changePassword']>[1]): ReturnType<Me['changePassword']>;
  account(): Promise<AccountRecord>;
  /** The live sessions of the account, newest first. */
  sessions(): Promise<readonly SessionRecord[]>;
  /** The events of the account from now on, oldest first. */
  eventsFromNow(): Promise<() => Promise<readonly EventRecord[]>>;
  /** Somebody changes the record meanwhile, without regard to any rule. */
  plants(change: (account: AccountRecord) => AccountRecord): Promise<void>;
}

/** Signed in by a password and a code from the mailbox. */
export async function ownerWithPassword(options: Options = {}): Promise<Owner> {
  const at = contendedStore(changesAccount);
  const world = await embedded({ store: at.store, ...options });
  const client = await signedIn(world, DORA);
  return ownerOf(at, world, client);
}

/** Signed in by a provider, with a password beside it that the session does not rest on, or with none. */
export async function ownerAtProvider(
  has: 'password' | 'no password',
  proves: Parameters<typeof provesNow>[3] = [],
  options: Options = {},
): Promise<Owner> {
  const at = contendedStore(changesAccount);
  const { policy = { requiredStrength: 'single' }, ...rest } = options;
  const world = await corporate(policy, { store: at.store, ...rest });
  const externalIds = [{ provider: 'corp', subject: '1' }];
  const password = has === 'password' ? PASSWORD : undefined;
  await world.auth.people.create({ identifier: DORA, email: DORA, externalIds, password, by: hostCode('host') });
  const browser = new Browser(world);
  await browser.signsIn({ subject: '1', authTime: instant(world.now) });
  await provesNow(world, world.store, browser, proves);
  return ownerOf(at, world, browser);
}

/** Signed in by a password alone, on which nobody's mail is. */
export async function ownerWithoutMailbox(options: Options = {}): Promise<Owner> {
  const at = contendedStore(changesAccount);
  const world = await embedded({ store: at.store, policy: { requiredStrength: 'single' }, ...options });
  await world.auth.people.create({ identifier: 'dora', password: PASSWORD, by: hostCode('host') });
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: 'dora', password: PASSWORD }));
  return ownerOf(at, world, client);
}

/** Signed in by a password that a mailed link set, and a code from that very mailbox. */
export async function ownerAfterRecovery(options: Options = {}): Promise<Owner> {
  const at = contendedStore(changesAccount);
  const world = await embedded({ store: at.store, ...options });
  await newAccount(world, DORA);
  const client = new Client(world);
  await world.auth.recovery.begin(client.caller, { identifier: DORA });
  await world.auth.runBackgroundWork();
  const token = world.mails.at(-1)?.token ?? '';
  await world.auth.recovery.confirm(client.caller, { token, next: PASSWORD });
  await client.signsInByMail(DORA);
  return ownerOf(at, world, client);
}

async function ownerOf(at: ContendedStore, world: Embedded, client: Client | Browser): Promise<Owner> {
  const { caller } = client;
  const session = await client.session();
  const { accountId } = session;
  const { store } = world;
  const events = async () => (await store.listEvents(TENANT, { accountId, limit: 200 })).items;
  at.commits.length = 0;
  return {
    ...at,
    world,
    caller,
    session,
    accountId,
    live: () => client.session(),
    account: () => storedAccount(store, accountId),
    changes: (input) => world.auth.me(session).changePassword(caller, input),
    sessions: () => store.listSessions(TENANT, accountId, forAdapters(world.auth).now()),
    async eventsFromNow() {
      const { length } = await events();
      return async () => (await events()).toReversed().slice(length);
    },
    plants: async (change) => void (await rewritesAccount(store, accountId, change)),
  };
}

/** Whether somebody signs in, as far as a password goes. */
export async function passwordIsTaken(
  { auth }: Embedded,
  password: string,
  identifier: string = DORA,
): Promise<boolean> {
  const answer = await auth.signIn.begin({ tenant: TENANT, mode: 'token' }, { identifier, password });
  return 'answer' in answer;
}
