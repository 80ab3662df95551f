import { isRefusal, type SallyportOptions, type Store, StoreUnavailable } from '@sallyport/engine';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount } from '../embedded.test-support.ts';
import { virtualTimer } from '../kernel/virtual-timer.test-support.ts';
import { newStore } from '../new-store.test-support.ts';

const [DORA, EVE] = ['dora@example.org', 'eve@example.org'];
const REFUSED = { refused: 'invalid-credentials' };
const UNKNOWN = { ...REFUSED, passkey: 'unknown' };

/** Dora's authenticator, with a passkey of hers. */
async function authenticatorOfDora(world: Embedded): Promise<SoftwareAuthenticator> {
  const { auth } = world;
  await newAccount(world, DORA);
  const client = new Client(world);
  await client.signsInByMail(DORA);
  const authenticator = createAuthenticator();
  const creation = await auth.enroll.passkeyOptions(client.caller);
  if (isRefusal(creation)) throw new Error(creation.refused);
  const response = await authenticator.create({ ...creation, extensions: {} }, { origin: auth.origin });
  await client.keeps(auth.enroll.passkey(client.caller, { response }));
  return authenticator;
}

/** Shows Dora's passkey, or the same response under another id. */
async function shows(world: Embedded, key: SoftwareAuthenticator, { caller }: Client, id?: string) {
  const { signIn, origin } = world.auth;
  const options = await signIn.passkeyOptions(new Client(world).caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response = await key.get({ ...options, extensions: {} }, { origin });
  return signIn.passkey(caller, { ...response, clientExtensionResults: {}, ...(id === undefined ? {} : { id }) });
}

it("W7 a passkey that is nobody's is told to the page, with a flow and without, and one that is somebody's is not", async () => {
  const world = await embedded();
  const { signIn } = world.auth;
  await newAccount(world, EVE);
  const key = await authenticatorOfDora(world);
  const showsAt = (client: Client, id?: string) => shows(world, key, client, id);

  expect(await showsAt(new Client(world), 'nobodys')).toEqual(UNKNOWN);
  const ofEve = new Client(world);
  await ofEve.keeps(signIn.begin(ofEve.caller, { identifier: EVE }));
  expect(await showsAt(ofEve, 'nobodys')).toEqual(UNKNOWN);
  expect(await showsAt(ofEve)).toEqual(REFUSED);
  const ofNobody = new Client(world);
  await ofNobody.keeps(signIn.begin(ofNobody.caller, { identifier: 'nobody@example.org' }));
  expect(await showsAt(ofNobody, 'nobodys')).toEqual(UNKNOWN);
  expect(await showsAt(ofNobody)).toEqual(REFUSED);
  expect(await showsAt(new Client(world))).toMatchObject({ answer: { status: 'complete' } });
  await world.auth.close();
});

describe('X39 no passkey is called unknown', () => {
  /** Answers of a stranger who shows an id that is nobody's, on a store that answers the question across tenants in another way. */
  async function nobodysOn(
    hasPasskey: Store['hasPasskey'] | undefined,
    options: Partial<SallyportOptions<string>> = {},
  ) {
    const store = newStore();
    const asked: string[] = [];
    const question = hasPasskey ?? ((id) => store.hasPasskey(id));
    const counting: Store['hasPasskey'] = (id) => {
      asked.push(id);
      return question(id);
    };
    const world = await embedded({ ...options, store: { ...store, hasPasskey: counting } });
    const key = await authenticatorOfDora(world);
    return { asked, world, key, answer: () => shows(world, key, new Client(world), 'nobodys') };
  }

  it('if another tenant of the store has the passkey, and the store is asked only for passkeys that this tenant does not have', async () => {
    const { asked, answer, world, key } = await nobodysOn(async () => true);
    const ofNobody = new Client(world);
    await ofNobody.keeps(world.auth.signIn.begin(ofNobody.caller, { identifier: EVE }));
    expect(await shows(world, key, ofNobody)).toEqual(REFUSED);
    expect(asked).toEqual([]);
    expect(await answer()).toEqual(REFUSED);
    expect(asked).toEqual(['nobodys']);
    await world.auth.close();
  });

  it('if the host says that other stores have passkeys of the relying party id: the store is not asked', async () => {
    const { asked, answer, world } = await nobodysOn(undefined, { sharesRpId: true });
    expect(await answer()).toEqual(REFUSED);
    expect(asked).toEqual([]);
    await world.auth.close();
  });

  it('if the store does not answer the question, and the refusal comes all the same', async () => {
    const { answer, world } = await nobodysOn(() => Promise.reject(new StoreUnavailable()));
    expect(await answer()).toEqual(REFUSED);
    await world.auth.close();
  });

  it('if the store does not answer in time', async () => {
    const timer = virtualTimer();
    const { asked, answer, world } = await nobodysOn(() => new Promise(() => {}), { timer });
    const answered = answer();
    await expect.poll(() => asked).toEqual(['nobodys']);
    await timer.pass(2_000);
    expect(await answered).toEqual(REFUSED);
    const closed = world.auth.close();
    await timer.pass(60_000);
    await closed;
  });

  it('if the store fails in another way: the request fails, as in every other question', async () => {
    const { answer, world } = await nobodysOn(() => Promise.reject(new Error('a fault of the store')));
    await expect(answer()).rejects.toThrow('a fault of the store');
    await world.auth.close();
  });
});
