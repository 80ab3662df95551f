import { type AccountId, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { numbers } from '../numbers.ts';
import { callerOf, keeps, type Scene } from '../operations/scene.ts';
import { signsIn } from '../operations/signing-in.ts';
import { perform } from '../search/perform.ts';
import { watched } from './current.ts';
import { type Client, type Keys, type Knowledge, totpCode } from './person.ts';
import { type Beginning, World } from './world.ts';

/** The accounts there are when a history begins, and their roles. */
const ACCOUNTS: readonly (readonly [string, readonly string[]])[] = [
  ['ada', ['member']],
  ['pia', ['admin']],
  ['paul', ['admin']],
  ['pol', ['super-admin']],
  ['petra', ['super-admin']],
  ['bea', ['member']],
  ['cleo', ['staff']],
  ['dora', ['member']],
  ['emma', ['super-admin']],
];

const PASSWORD = (name: string): string => `the password that ${name} begins with`;

/** People and thieves who may go to a provider, or set up their first factor. */
const BROWSERS = [
  'bea',
  'cleo',
  "the thief at bea's",
  "the thief at cleo's",
  "the thief with dora's password and phone",
  'nina',
  'pia as nina',
  'the operator of the provider',
];

/** Who sits where, and who knows what. */
const CLIENTS: readonly (readonly [client: string, knows: string, signedIn: boolean])[] = [
  ["ada's laptop", 'ada', true],
  ["ada's phone", 'ada', true],
  ["ada's second tab", 'ada', false],
  ['the thief with a session', 'the thief with a session', true],
  ['the thief with the password', 'the thief with the password', false],
  ['the thief with the mailbox', 'the thief with the mailbox', false],
  ['a stranger', 'a stranger', false],
  ['the world', 'a stranger', false],
  ...['pia', 'paul', 'pol', 'petra', 'dora'].map((name) => [name, name, true] as const),
  ...BROWSERS.map((name) => [name, name, false] as const),
];

export function keysOf(): Keys {
  const random = numbers(4);
  // One curve that signs the same bytes the same way is enough: ES256.
  const key = () => createAuthenticator({ random: (length) => random.bytes(length), algorithms: [-7] });
  return new Map([
    ["ada's key", key()],
    ["the thief's key", key()],
  ]);
}

/**
 * The place where every history begins: five accounts with passwords and authenticator apps, sessions on three devices of one of
 * them (one is stolen), and an administrator's session each. Made through the public API, with nothing going wrong.
 */
export async function beginning(hostKeepsRoles: boolean): Promise<Beginning> {
  const nothing: Beginning = {
    now: Date.UTC(2031, 2, 3, 9),
    store: undefined,
    clients: CLIENTS.map(
      ([name, knows]): Client => ({ name, knows, proved: [], ...(isBrowser(name) ? { isBrowser: true } : {}) }),
    ),
    knowledge: knowledge(),
    accounts: [],
    mails: [],
    hostRoles: hostKeepsRoles ? ACCOUNTS : undefined,
    ledger: undefined,
  };
  const world = watched(new World(nothing, keysOf(), { seed: 0xbe9, processes: 1, told: () => {} }));
  await inOrder(world, async () => {
    const { auth } = world.process(0);
    await auth.ready();
    for (const [name, roles] of ACCOUNTS) {
      const created = await auth.accounts.create({
        identifier: `${name}@app.example`,
        email: `${name}@app.example`,
        password: PASSWORD(name),
        roles: hostKeepsRoles ? [] : roles,
        ...(name === 'emma' ? { emergency: true } : {}),
      });
      if (isRefusal(created)) throw new Error(created.refused);
      world.accounts.set(name, created.accountId satisfies AccountId);
    }
  });
  for (const [name, , signedIn] of CLIENTS) if (signedIn) await inOrder(world, () => settlesIn(world, name));
  const phone = world.known("the thief with dora's password and phone");
  const owned = world.known('dora').totp;
  if (owned !== undefined) phone.totp = { ...owned };
  for (const request of FIRST_REQUESTS) {
    world.now += 31_000;
    await inOrder(world, () => perform(world, { ...request, luck: 0 }, { ended: () => {}, tell: () => {} }));
  }
  await inOrder(world, () => world.process(0).auth.tend());
  const { session, device } = world.client("ada's laptop");
  Object.assign(world.client("ada's second tab"), { session, device });
  return world.written();
}

/** What the accounts that nobody settles into have behind them. */
const FIRST_REQUESTS = [
  { operation: 'signs in at the provider, which gives super-admin', by: 'dora' },
  {
    operation: 'creates the account of nina, with a password and a mailbox of their own',
    by: 'pia',
  },
  ...['bea', "the thief at bea's", 'pia as nina'].map((by) => ({
    operation: 'signs in with the password and a mailed code',
    by,
  })),
];

function isBrowser(name: string): boolean {
  return name === 'dora' || BROWSERS.includes(name);
}

/** Signs a client in, and sets up an authenticator app where its account has none yet. */
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
    const pending = await auth.enroll.totp(callerOf(client));
    if (isRefusal(pending)) throw new Error(pending.refused);
    knows.totp = { secret: pending.secret, lastStep: -1 };
    world.now += 31_000;
    const reply = await auth.enroll.confirmTotp(callerOf(client), { code: totpCode(knows.totp, world.now) ?? '' });
    if (isRefusal(reply) || !('backupCodes' in reply.answer)) throw new Error('an authenticator app was not set up');
    knows.backupCodes = [...(reply.answer.backupCodes ?? [])];
    keeps(scene, reply);
  }
  world.now += 61_000;
  // A stolen session was opened by its owner.
  const owner: Scene = { ...scene, knows: world.known(knows.account) };
  await signsIn(owner, name === "ada's phone" ? ['email-code'] : ['totp']);
  world.now += 31_000;
}

function knowledge(): (readonly [string, Knowledge])[] {
  const of = (name: string): Knowledge => ({
    account: name,
    identifier: `${name}@app.example`,
    backupCodes: [],
    mailboxes: [],
  });
  // The key is found by whoever stole the session.
  const key = "ada's key";
  const stolen = "the thief's key";
  const known: readonly Knowledge[] = ACCOUNTS.map(([name]) => ({
    ...of(name),
    password: PASSWORD(name),
    mailboxes: [`${name}@app.example`],
    ...(name === 'ada' ? { key } : {}),
  }));
  return [
    ...known.map((each) => [each.account, each] as const),
    ['the thief with the password', { ...of('ada'), password: PASSWORD('ada') }],
    ['the thief with the mailbox', { ...of('ada'), mailboxes: ['ada@app.example'] }],
    ['the thief with a session', { ...of('ada'), key }],
    ['a stranger', of('ada')],
    ["the thief at bea's", { ...of('bea'), password: PASSWORD('bea'), mailboxes: ['bea@app.example'], key: stolen }],
    [
      "the thief at cleo's",
      { ...of('cleo'), password: PASSWORD('cleo'), mailboxes: ['cleo@app.example'], key: stolen },
    ],
    ["the thief with dora's password and phone", { ...of('dora'), password: PASSWORD('dora') }],
    ['nina', of('nina')],
    [
      'pia as nina',
      { ...of('nina'), password: PASSWORD('nina'), mailboxes: ['nina@elsewhere.example'], isPlanted: true },
    ],
    ['the operator of the provider', of('pol')],
  ];
}

/** Gives every call its turn in the order in which they were made. */
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
  if (!over) throw new Error('the beginning of the world waits for something that never comes');
}
