import { type Evidence, instant, type PolicyInput } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type Caller,
  createSallyport,
  type FlowReply,
  hostCode,
  isRefusal,
  type LiveSession,
  type Mail,
  type NotifyOwner,
  type Refusal,
  type Sallyport,
  type SallyportOptions,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { SessionRecord } from '@sallyport/store';
import { generateSync } from 'otplib';
import { newStore } from './new-store.test-support.ts';
import { heldToTable } from './refusals.test-support.ts';

export const TENANT: ReturnType<typeof tenantId> = tenantId('default');
/** Who administers in these tests, unless a test's policy says otherwise. */
export const ADMINISTRATORS: NonNullable<PolicyInput<string>['administrators']> = {
  policy: ['super-admin'],
  people: ['admin'],
};
export const PASSWORD = 'correct horse battery staple';
/** An id that no account has. */
export const GONE: AccountId = 'nobody-by-this-id' as AccountId;

/** Sallyport as a host embeds it, with no HTTP in front, and everything it hands out kept. */
export interface Embedded {
  readonly auth: Sallyport;
  /** The same Sallyport, without the table of refusals: for a store that answers what no store answers there. */
  readonly unheld: Sallyport;
  readonly store: Store;
  readonly mails: Mail[];
  readonly notices: Parameters<NotifyOwner>[0][];
  readonly logged: unknown[];
  now: number;
}

let hears: (engine: Sallyport) => void = () => {};

/** Says who hears of each engine that a test opens. */
export function enginesTo(hearing: (engine: Sallyport) => void): void {
  hears = hearing;
}

export async function embedded(
  options: Partial<SallyportOptions<string>> & { policy?: PolicyInput<string> } = {},
): Promise<Embedded> {
  const store = options.store ?? newStore();
  const [mails, notices, logged]: [Mail[], Parameters<NotifyOwner>[0][], unknown[]] = [[], [], []];
  const made = createSallyport({
    origin: 'http://localhost:3000',
    secrets: ['a secret that is long enough to be one'],
    store,
    passwordHashing: { memoryCost: 8, timeCost: 1 },
    previewThreats: false,
    clock: () => world.now,
    // With several tenants, a mailer is a tenant's: the test gives it.
    ...(options.tenant === undefined ? { sendMail: (mail: Mail) => void mails.push(mail) } : {}),
    notifyOwner: (notice) => void notices.push(notice),
    logger: { warn: (...words) => void logged.push(words), error: (...words) => void logged.push(words) },
    ...options,
    policy: { administrators: ADMINISTRATORS, ...options.policy },
  });
  hears(made);
  const auth = heldToRefusals(made);
  const world: Embedded = { auth, unheld: made, store, mails, notices, logged, now: Date.UTC(2031, 2, 3, 9, 0, 0) };
  await auth.ready();
  return world;
}

/** Every operation of this Sallyport is held to the table of refusals. */
function heldToRefusals(made: Sallyport): Sallyport {
  const { signIn, sso, enroll, recovery, signUp, invitations, sessions, people, policy, vault, me, organisations } =
    made;
  const members = heldToTable('organisations.members', organisations.members);
  const parts = { signIn, sso, enroll, recovery, signUp, invitations, sessions, people, policy, vault };
  const held = Object.entries(parts).map(([name, part]) => [name, heldToTable(name, part)]);
  return {
    ...{ ...made, ...Object.fromEntries(held) },
    organisations: heldToTable('organisations', { ...organisations, members }),
    me: (session) => heldToTable('me', me(session)),
  };
}

/** An account with a password and a mailbox, and with these roles. */
export async function newAccount(
  { auth }: Pick<Embedded, 'auth'>,
  identifier: string,
  roles: readonly string[] = [],
): Promise<AccountId> {
  const created = await auth.people.create({
    identifier,
    email: identifier,
    password: PASSWORD,
    roles,
    by: hostCode('host'),
  });
  if (isRefusal(created)) throw new Error(created.refused);
  return created.accountId;
}

/** A client in token mode, which keeps what it is given. */
export class Client {
  readonly #world: Embedded;
  caller: Caller = { tenant: TENANT, mode: 'token' };

  constructor(world: Embedded) {
    this.#world = world;
  }

  /** Keeps the tokens of a reply; throws where it is a refusal. */
  async keeps(reply: Promise<FlowReply | Refusal>): Promise<FlowReply> {
    const given = await reply;
    if (isRefusal(given)) throw new Error(given.refused);
    const { flow, session, deviceTokens } = given.keep;
    const { flowToken, sessionToken } = this.caller;
    this.caller = {
      ...this.caller,
      flowToken: flow?.token ?? flowToken,
      sessionToken: session?.token ?? sessionToken,
      deviceTokens: deviceTokens?.tokens ?? this.caller.deviceTokens,
    };
    return given;
  }

  async signsInByMail(identifier: string): Promise<FlowReply> {
    const { auth, mails } = this.#world;
    await this.keeps(auth.signIn.begin(this.caller, { identifier, password: PASSWORD }));
    await this.keeps(auth.signIn.sendCode(this.caller, 'email-code'));
    return this.keeps(auth.signIn.code(this.caller, 'email-code', { code: mails.at(-1)?.code ?? '' }));
  }

  async enrollsTotp(): Promise<{ readonly secret: string; readonly reply: FlowReply }> {
    const { auth } = this.#world;
    const pending = await auth.enroll.secret(this.caller, 'totp');
    if (isRefusal(pending)) throw new Error(pending.refused);
    const { secret } = pending;
    return {
      secret,
      reply: await this.keeps(auth.enroll.confirmCode(this.caller, 'totp', { code: this.totp(secret) })),
    };
  }

  totp(secret: string): string {
    return generateSync({ secret, epoch: Math.floor(this.#world.now / 1000) });
  }

  async session(): Promise<LiveSession> {
    const session = await this.#world.auth.sessions.guard(this.caller, { needs: 'session' });
    if (isRefusal(session)) throw new Error(session.refused);
    return session;
  }
}

/** Somebody new, who is signed in by a password and a code from their mailbox. */
export async function signedIn(world: Embedded, identifier: string): Promise<Client> {
  await newAccount(world, identifier);
  const client = new Client(world);
  await client.signsInByMail(identifier);
  return client;
}

/** An account as it is stored; throws where there is none. */
export async function storedAccount(store: Store, id: AccountId): Promise<AccountRecord> {
  const account = await store.readAccount(TENANT, id);
  if (account === undefined) throw new Error(`no account ${id}`);
  return account;
}

/** Writes a stored account as it is changed here, by no act of anybody and with no event; throws where another was quicker. */
export async function rewritesAccount(
  store: Store,
  id: AccountId,
  change: (account: AccountRecord) => AccountRecord,
): Promise<AccountRecord> {
  const account = await storedAccount(store, id);
  const { version, createdAt: now } = account;
  const next = { ...change(account), version: version + 1 };
  const guards = { account: { id, version } };
  const result = await store.commit({ tenant: TENANT, now, guards, account: next, events: [] });
  if (result.outcome !== 'committed') throw new Error(result.outcome);
  return next;
}

/** Writes a stored session as it is changed here, by no act of anybody and with no event; throws where another was quicker. */
export async function rewritesSession(
  { auth }: Pick<Embedded, 'auth'>,
  store: Store,
  { tenant, id, accountId }: LiveSession,
  change: (session: SessionRecord) => SessionRecord,
): Promise<void> {
  const now = forAdapters(auth).now();
  const record = (await store.listSessions(tenant, accountId, now)).find((one) => one.id === id);
  if (record === undefined) throw new Error('there is no session');
  const { version } = record;
  const session = { ...change(record), version: version + 1 };
  const result = await store.commit({ tenant, now, guards: { session: { id, version } }, session, events: [] });
  if (result.outcome !== 'committed') throw new Error(result.outcome);
}

/**
 * Writes into a client's stored session that its owner proved all of this just now, by no act of anybody and with no event. The session rests
 * on none of it.
 */
export async function provesNow(
  { auth }: Pick<Embedded, 'auth'>,
  store: Store,
  client: Pick<Client, 'session'>,
  methods: readonly ('password' | 'email-code' | 'totp' | 'passkey')[] = ['password', 'email-code', 'totp', 'passkey'],
): Promise<LiveSession> {
  const at = forAdapters(auth).now();
  const proved = methods.map((method): Evidence => (method === 'passkey' ? { ...KEY, at } : { method, at }));
  await rewritesSession({ auth }, store, await client.session(), (record) => ({
    ...record,
    evidence: [...record.evidence.filter(({ method }) => !methods.some((other) => other === method)), ...proved],
  }));
  return client.session();
}

const KEY = {
  method: 'passkey',
  credentialId: 'planted',
  userVerified: true,
  deviceBound: true,
  aaguid: '00000000-0000-0000-0000-000000000000',
  attested: false,
} as const;

/** Every record of the store there is to read, as one text. */
export async function everythingStored({ store, now }: Embedded): Promise<string> {
  const accounts = (await store.listAccounts(TENANT, { limit: 500 })).items;
  const sessions = await Promise.all(accounts.map(({ id }) => store.listSessions(TENANT, id, instant(now))));
  const events = await store.listEvents(TENANT, { limit: 500 });
  return JSON.stringify([accounts, sessions, events, await store.listCounters(TENANT)]);
}
