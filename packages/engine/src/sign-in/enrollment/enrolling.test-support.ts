import { type AccountRecord, type CodeToSend, isRefusal, type SallyportOptions } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { type ContendedStore, contendedStore } from '../../contended-store.test-support.ts';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';

export const DORA = 'dora@example.org';
export const NUMBER = '+15550112';
export const OTHER_NUMBER = '+15550199';
export const MINUTE = 60_000;
export const WRONG = { refused: 'invalid-credentials' } as const;

/** Three strengths to step up to, each of which asks for one more factor that has to be set up first. */
export const STEP_UPS = {
  strengths: {
    texted: { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] },
    app: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] },
    key: { anyOf: [[{ method: 'password' }, { method: 'passkey' }]] },
  },
} as const;

/** Somebody who sets a factor up, at a host with text messages and pushed ones. */
export interface Enrolling extends Pick<ContendedStore, 'beforeTheNext'> {
  readonly world: Embedded;
  readonly client: Client;
  readonly texts: CodeToSend[];
  readonly lastCode: () => string;
  readonly account: () => Promise<AccountRecord>;
  /** What the action log has more than at the last look, oldest first; without the names of the records. */
  readonly news: () => Promise<unknown[]>;
  /** For whom failures are counted, at what, and how many; without the mails of the sign-in. */
  readonly counted: () => Promise<unknown[]>;
}

/** Signed in by a password and a code from the mailbox: recent proof, and no strong factor. */
export async function enrolling(options: Partial<SallyportOptions<string>> = {}): Promise<Enrolling> {
  const texts: CodeToSend[] = [];
  const { store, beforeTheNext } = contendedStore();
  const host = {
    send: (code: CodeToSend) => void texts.push(code),
    address: (raw: string) => (raw.startsWith('+') ? raw.replaceAll(' ', '') : undefined),
  };
  const codes = { sms: { label: 'SMS', ...host }, push: { label: 'Push', ...host } };
  const world = await embedded({ store, codes, policy: STEP_UPS, ...options });
  const id = await newAccount(world, DORA);
  const client = new Client(world);
  await client.signsInByMail(DORA);
  const seen = new Set<string>();
  const news = async () => {
    const { items } = await store.listEvents(TENANT, { limit: 500 });
    const fresh = items.filter((event) => !seen.has(event.id));
    for (const event of fresh) seen.add(event.id);
    return fresh.toReversed().map(({ id: _, tenant: __, ...event }) => event);
  };
  await news();
  return {
    world,
    client,
    texts,
    beforeTheNext,
    news,
    lastCode: () => texts.at(-1)?.code ?? '',
    account: () => storedAccount(store, id),
    counted: async () =>
      (await store.listCounters(TENANT))
        .filter(({ authenticator }) => authenticator !== 'mail:email-code')
        .map(({ counter, ...of }) => ({ ...of, failures: counter.total })),
  };
}

/** The same session in another tab, whose flow asks for the factor that a strength lacks. */
export async function raising(
  { world, client: opener }: Enrolling,
  strength: keyof (typeof STEP_UPS)['strengths'],
  client = opener,
): Promise<Client> {
  const other = new Client(world);
  other.caller = { ...client.caller };
  const asked = await other.keeps(world.auth.signIn.stepUp(other.caller, await other.session(), { strength }));
  if (asked.answer.status !== 'enroll') throw new Error(asked.answer.status);
  return other;
}

/** The same person in another client that signed in by mail. */
export async function elsewhere({ world }: Enrolling): Promise<Client> {
  const other = new Client(world);
  await other.signsInByMail(DORA);
  return other;
}

/** A secret that waits for its first code. */
export async function pendingSecret({ world }: Enrolling, { caller }: Client): Promise<string> {
  const begun = await world.auth.enroll.secret(caller, 'totp');
  if (isRefusal(begun)) throw new Error(begun.refused);
  return begun.secret;
}

/** What an authenticator answers to the options of a registration. */
export async function registration(
  { world }: Enrolling,
  { caller }: Client,
  authenticator: SoftwareAuthenticator = createAuthenticator(),
): Promise<Awaited<ReturnType<SoftwareAuthenticator['create']>>> {
  const { enroll, origin } = world.auth;
  const options = await enroll.passkeyOptions(caller);
  if (isRefusal(options)) throw new Error(options.refused);
  return authenticator.create({ ...options, excludeCredentials: [], extensions: {} }, { origin });
}

/** The same person in another client that signed in with a password and an authenticator app, a minute later. */
export async function withApp({ world }: Enrolling, secret: string): Promise<Client> {
  world.now += MINUTE;
  const { signIn } = world.auth;
  const other = new Client(world);
  await other.keeps(signIn.begin(other.caller, { identifier: DORA, password: PASSWORD }));
  await other.keeps(signIn.code(other.caller, 'totp', { code: other.totp(secret) }));
  return other;
}

/** The same person in another client that signed in with a password and a passkey. */
export async function withKey({ world }: Enrolling, authenticator: SoftwareAuthenticator): Promise<Client> {
  const { signIn, origin } = world.auth;
  const other = new Client(world);
  await other.keeps(signIn.begin(other.caller, { identifier: DORA, password: PASSWORD }));
  const options = await signIn.passkeyOptions(other.caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await authenticator.get({ ...options, extensions: {} }, { origin });
  await other.keeps(signIn.passkey(other.caller, { ...response, clientExtensionResults: {} }));
  return other;
}

/** Sets a first passkey up, and signs in with it. */
export async function keyHolder(at: Enrolling, authenticator = createAuthenticator()): Promise<Client> {
  const response = await registration(at, at.client, authenticator);
  await at.client.keeps(at.world.auth.enroll.passkey(at.client.caller, { response }));
  return withKey(at, authenticator);
}

/** A code that is not this one. */
export function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

/** Writes an account as it is changed here, behind the engine's back. */
export async function rewrites(
  { world, account }: Enrolling,
  change: (account: AccountRecord) => AccountRecord,
): Promise<void> {
  const { id } = await account();
  await rewritesAccount(world.store, id, change);
}
