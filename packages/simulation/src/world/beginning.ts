import { type AccountId, type AccountRecord, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { numbers } from '../numbers.ts';
import { callerOf, keeps, type Scene } from '../operations/scene.ts';
import { signsIn } from '../operations/signing-in.ts';
import { ENTRIES, STAFF, subjectOf } from '../ports/directory.ts';
import type { Line } from '../search/line.ts';
import { perform } from '../search/perform.ts';
import { foundsAcme } from './beginning-of-acme.ts';
import { currentWorld, watched } from './current.ts';
import { ACCOUNTS, CLIENTS, DIRECTORY_ACCOUNTS, EMERGENCY, isBrowser, KEYS, knowledge, SPARE_KEYS } from './people.ts';
import { type Client, type Keys, totpCode } from './person.ts';
import { TENANT } from './state.ts';
import { type Beginning, World } from './world.ts';

function newKeys(): Keys {
  // One algorithm with repeatable signatures is enough: ES256.
  const key = () =>
    createAuthenticator({ random: (length) => currentWorld().keyNumbers.bytes(length), algorithms: [-7] });
  return new Map(KEYS.map((name) => [name, key()]));
}

export interface Host {
  readonly keepsRoles?: true;
  readonly hasDirectory?: true;
}

/** Only Kim's 24 keys and Gwen's account without a password are written directly to the store. */
export async function beginning({ keepsRoles, hasDirectory }: Host): Promise<Beginning> {
  const accounts = [...ACCOUNTS, ...(hasDirectory === true ? DIRECTORY_ACCOUNTS : [])];
  const nothing: Beginning = {
    now: Date.UTC(2031, 2, 3, 9),
    store: undefined,
    clients: CLIENTS.map(([name, knows]): Client => {
      const spareKey = SPARE_KEYS[name];
      return {
        name,
        knows,
        proved: [],
        ...(isBrowser(name) ? { isBrowser: true } : {}),
        ...(spareKey && { spareKey }),
      };
    }),
    knowledge: knowledge(),
    accounts: [],
    keys: newKeys(),
    mails: [],
    texts: [],
    unusual: [],
    hostRoles: keepsRoles === true ? accounts : undefined,
    entries: hasDirectory === true ? ENTRIES : undefined,
    gives: ['admin', 'super-admin'],
    secrets: ['the secret of a world that is made up'],
    ledger: undefined,
  };
  const world = watched(new World(nothing, { seed: 0xbe9, processes: 1, told: () => {} }));
  await inOrder(world, async () => {
    const { auth } = world.process(0);
    await auth.ready();
    for (const [name, roles] of accounts) {
      const { password, mailboxes, entry } = world.known(name);
      const created = await auth.people.create({
        identifier: `${name}@app.example`,
        email: mailboxes[0],
        ...(entry === undefined ? {} : { externalIds: [{ provider: STAFF, subject: subjectOf(entry) }] }),
        password,
        roles: keepsRoles === true ? [] : roles,
        ...(EMERGENCY.has(name) ? { emergency: true } : {}),
        by: hostCode('host'),
      });
      if (isRefusal(created)) throw new Error(created.refused);
      world.accounts.set(name, created.accountId satisfies AccountId);
    }
    await foundsAcme(auth, world.accountId('ada'));
  });
  for (const [name, , signedIn] of CLIENTS) if (signedIn) await inOrder(world, () => settlesIn(world, name));
  const phone = world.known("the thief with dora's password and phone");
  const owned = world.known('dora').totp;
  if (owned !== undefined) phone.totp = { ...owned };
  for (const request of FIRST_REQUESTS) await performs(world, request);
  await collects(world);
  for (const request of hasDirectory === true ? [...LAST_REQUESTS, ...IN_DIRECTORY] : LAST_REQUESTS)
    await performs(world, request);
  await inOrder(world, () => world.process(0).auth.runBackgroundWork());
  const { session, device } = world.client("ada's laptop");
  Object.assign(world.client("ada's second tab"), { session, device });
  return world.written();
}

interface Request {
  readonly operation: string;
  readonly by: string;
}

async function performs(world: World, request: Request): Promise<void> {
  world.now += 31_000;
  let came = '';
  const tell = (line: Line): void => {
    if (line.kind === 'ends') came = line.said;
  };
  await inOrder(world, () => perform(world, { ...request, luck: 0 }, { ended: () => {}, tell }));
  if (/^(refused|cannot|there is|unavailable)/.test(came))
    throw new Error(`${request.by} ${request.operation}: ${came}`);
}

const mailed = (by: string): Request => ({ operation: 'signs in with the password and a mailed code', by });

const FIRST_REQUESTS: readonly Request[] = [
  { operation: 'signs in at the provider, which gives super-admin', by: 'dora' },
  {
    operation: 'creates the account of nina, with a password and a mailbox of their own',
    by: 'pia',
  },
  { operation: 'invites ida, who is staff', by: 'pia' },
  { operation: 'asks for an account of their own', by: 'noah' },
  { operation: 'follows the link to an account of their own', by: 'noah' },
  ...['bea', "the thief at bea's", 'pia as nina', 'vera', "kim's laptop", 'gwen'].map(mailed),
  { operation: 'sets up a number for codes', by: 'vera' },
  { operation: 'registers a first security key', by: "kim's laptop" },
  { operation: 'registers a first security key, which has no PIN', by: 'gwen' },
];

const LAST_REQUESTS: readonly Request[] = ["kim's laptop", "kim's phone", "the thief with kim's key"].map((by) => ({
  operation: 'signs in with the security key alone',
  by,
}));

const IN_DIRECTORY: readonly Request[] = [{ operation: 'signs in with the password of the directory', by: 'lena' }];

/** One less than the maximum of an account. */
const KEYS_OF_KIM = 24;

async function collects(world: World): Promise<void> {
  await rewrites(world, 'kim', (account) => {
    const [own] = account.passkeys;
    if (own === undefined) throw new Error('Kim has no key');
    const others = Array.from({ length: KEYS_OF_KIM - 1 }, (_, place) => ({ ...own, id: `${own.id}-${place}` }));
    return { ...account, passkeys: [own, ...others] };
  });
  await rewrites(world, 'gwen', ({ password: _, ...rest }) => rest);
}

async function rewrites(world: World, name: string, next: (account: AccountRecord) => AccountRecord): Promise<void> {
  const { store } = world;
  const account = await store.readAccount(TENANT, world.accountId(name));
  if (account === undefined) throw new Error(`${name} has no account`);
  const { id, version } = account;
  const guards = { account: { id, version } };
  const changed = { ...next(account), version: version + 1 };
  const { outcome } = await store.commit({ tenant: TENANT, now: world.instant, guards, account: changed, events: [] });
  if (outcome !== 'committed') throw new Error(`the account of ${name} was not written`);
}

async function settlesIn(world: World, name: string): Promise<void> {
  const client = world.client(name);
  const knows = world.known(client.knows);
  const { auth } = world.process(0);
  const { ledger, scheduler } = world;
  const work = scheduler.current;
  const scene: Scene = {
    ...{ world, ledger, client, knows, auth, work },
    run: ledger.begins(work, client),
    numbers: numbers(1),
  };
  if (knows.totp === undefined && client.knows === knows.account) {
    await signsIn(scene, ['email-code']);
    const pending = await auth.enroll.secret(callerOf(client), 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    knows.totp = { secret: pending.secret, lastStep: -1 };
    world.now += 31_000;
    const reply = await auth.enroll.confirmCode(callerOf(client), 'totp', {
      code: totpCode(knows.totp, world.now) ?? '',
    });
    if (isRefusal(reply) || !('backupCodes' in reply.answer)) throw new Error('an authenticator app was not set up');
    knows.backupCodes = [...(reply.answer.backupCodes ?? [])];
    keeps(scene, reply);
  }
  world.now += 61_000;
  const owner: Scene = { ...scene, knows: world.known(knows.account) };
  await signsIn(owner, name === "ada's phone" ? ['email-code'] : ['totp']);
  world.now += 31_000;
}

export async function inOrder(world: World, body: () => Promise<void>): Promise<void> {
  const { scheduler } = world;
  let failure: unknown;
  let over = false;
  const work = scheduler.work({ who: 'the world', what: 'begins', process: world.process(0).process, luck: 0 });
  await scheduler.start(work, async () => {
    await body()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        over = true;
      });
  });
  for (;;) {
    const next = scheduler.pending.find(({ due }) => due <= world.now);
    if (next === undefined) break;
    await scheduler.turn(next, 'answered');
  }
  if (failure !== undefined) throw failure;
  if (!over) throw new Error('the beginning of the world waits for a call that has no turn');
}
