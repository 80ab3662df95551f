import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { type ContendedStore, contendedStore } from '../../contended-store.test-support.ts';
import { Client, newAccount, PASSWORD, signedIn, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate, ISSUER } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const DORA = 'dora@example.org';
const MINUTE = 60_000;

/** A secret that works once, and two requests that show it. */
interface Secret {
  /** When the secret ends. */
  readonly end: number;
  readonly first: () => Promise<string>;
  readonly second: () => Promise<string>;
  /** What the second request asks the store after it read the secret, and before its commit. */
  readonly meanwhile: Parameters<ContendedStore['beforeTheNext']>[0];
}

const wordOf = (answer: object): string => {
  if (isRefusal(answer)) return answer.refused;
  return 'answer' in answer ? (answer as { answer: { status: string } }).answer.status : 'done';
};

async function disownLink(world: Corporate): Promise<Secret> {
  const { auth, notices } = world;
  await signedIn(world, DORA);
  world.now += 1_000;
  await new Client(world).signsInByMail(DORA);
  await auth.runBackgroundWork();
  const token = notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
  const disowns = async () => wordOf(await auth.sessions.disown(new Client(world).caller, { token }));
  return { end: world.now + 7 * 24 * 60 * MINUTE, first: disowns, second: disowns, meanwhile: 'listDevices' };
}

async function signUpLink(world: Corporate): Promise<Secret> {
  const { auth, mails } = world;
  const asks = async (): Promise<string> => {
    await auth.signUp.begin(new Client(world).caller, { email: DORA });
    await auth.runBackgroundWork();
    return mails.findLast(({ kind }) => kind === 'sign-up')?.token ?? '';
  };
  const follows = (token: string) => async () =>
    wordOf(await auth.signUp.confirm(new Client(world).caller, { token, password: PASSWORD }));
  // The second link goes on with the account that the first link made.
  expect(await follows(await asks())()).toBe('enroll');
  const again = follows(await asks());
  return { end: world.now + 60 * MINUTE, first: again, second: again, meanwhile: 'beginStep' };
}

async function passkeyResponse(world: Corporate): Promise<Secret> {
  const { auth } = world;
  const key = createAuthenticator();
  const owner = await signedIn(world, DORA);
  const creation = accepted(await auth.enroll.passkeyOptions(owner.caller));
  const created = await key.create({ ...creation, extensions: {} }, { origin: auth.origin });
  accepted(await auth.enroll.passkey(owner.caller, { response: created }));
  world.now += 1_000;
  const options = accepted(await auth.signIn.passkeyOptions(new Client(world).caller));
  const shown = await key.get({ ...options, allowCredentials: [], extensions: {} }, { origin: auth.origin });
  const response = { ...shown, clientExtensionResults: {} };
  const shows = async () => wordOf(await auth.signIn.passkey(new Client(world).caller, response));
  return { end: world.now + 5 * MINUTE, first: shows, second: shows, meanwhile: 'beginStep' };
}

async function assertion(world: Corporate): Promise<Secret> {
  const { auth, corp } = world;
  const end = world.now + 10 * MINUTE;
  const externalIds = [{ provider: 'corp', issuer: ISSUER, subject: 'dora' }];
  accepted(await auth.people.create({ identifier: DORA, externalIds, by: hostCode('host') }));
  const code = corp.signsIn({ subject: 'dora', once: { id: 'once', expiresAt: end as never } });
  const [mine, theirs] = [new Browser(world), new Browser(world)];
  const [state, other] = [await mine.leaves(), await theirs.leaves()];
  return {
    end,
    first: () => mine.returns({ state, code }),
    second: () => theirs.returns({ state: other, code }),
    meanwhile: 'beginStep',
  };
}

const SECRETS = [
  ['the link of "was this you?"', 'baseline', disownLink],
  ['the link of a sign-up', 'enhanced', signUpLink],
  ['the response of a passkey', 'baseline', passkeyResponse],
  ['the assertion of a provider', 'single', assertion],
] as const;

async function used(requiredStrength: string, makes: (world: Corporate) => Promise<Secret>) {
  const { store, beforeTheNext } = contendedStore(({ uses }) => uses !== undefined);
  const world = await corporate({ requiredStrength, passkeys: { counterRegression: 'report' } }, { store });
  const secret = await makes(world);
  expect(['complete', 'enroll', 'done']).toContain(await secret.first());
  /** Lets time pass until after the secret's end, and sweeps. */
  const passes = (after: number) => async () => {
    world.now = secret.end + after;
    await world.auth.runBackgroundWork();
  };
  return { world, secret, beforeTheNext, passes };
}

describe('X3 a second request with a secret that works once, and was used', () => {
  it.each(SECRETS)('is refused with %s if the sweep forgets the use meanwhile', async (_, requiredStrength, makes) => {
    const { world, secret, beforeTheNext, passes } = await used(requiredStrength, makes);
    beforeTheNext(secret.meanwhile, passes(6 * MINUTE));
    expect(await secret.second()).toBe('invalid-credentials');
    await world.auth.close();
  });

  it.each(SECRETS)('is refused with %s if its commit arrives after a sweep', async (_, requiredStrength, makes) => {
    const { world, secret, beforeTheNext, passes } = await used(requiredStrength, makes);
    beforeTheNext('commit', passes(MINUTE));
    expect(await secret.second()).toBe('invalid-credentials');
    await world.auth.close();
  });
});

it('X6 a right password in a request that is slower than its flow gives the guess back, and signs nobody in', async () => {
  const { store, beforeTheNext } = contendedStore();
  const world = await corporate({ requiredStrength: 'single' }, { store });
  const accountId = await newAccount(world, DORA);
  beforeTheNext('beginStep', async () => {
    world.now += 31 * MINUTE;
  });
  const { caller } = new Client(world);
  const answer = await world.auth.signIn.begin(caller, { identifier: DORA, password: PASSWORD });
  expect(wordOf(answer)).toBe('invalid-credentials');
  const { now } = forAdapters(world.auth);
  expect(await store.listSessions(TENANT, accountId, now())).toEqual([]);
  expect(await store.listCounters(TENANT)).toEqual([]);
  await world.auth.close();
});
