import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import {
  type AssertionCeremony,
  createAuthenticator,
  type SoftwareAuthenticator,
} from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, provesNow } from '../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  enrolling,
  MINUTE,
  registration,
  STEP_UPS,
  WRONG,
} from '../sign-in/enrollment/enrolling.test-support.ts';

const EVE = 'eve@example.org';

/** Somebody who has one passkey, which counts. */
async function keyOwner(options: Parameters<typeof enrolling>[0] = {}, authenticator = createAuthenticator()) {
  const at = await enrolling(options);
  const response = await registration(at, at.client, authenticator);
  await at.client.keeps(at.world.auth.enroll.passkey(at.client.caller, { response }));
  await at.news();
  return { at, authenticator, id: response.id };
}

/** A client whose flow was begun for somebody, with their password or without. */
async function began({ world }: Enrolling, identifier: string, password?: string): Promise<Client> {
  const client = new Client(world);
  const input = password === undefined ? { identifier } : { identifier, password };
  await client.keeps(world.auth.signIn.begin(client.caller, input));
  return client;
}

type Shown = Awaited<ReturnType<SoftwareAuthenticator['get']>>;

/** What an authenticator answers to the options that this client is given. */
async function assertion(
  { world }: Enrolling,
  { caller }: Client,
  authenticator: SoftwareAuthenticator,
  ceremony: Partial<AssertionCeremony> = {},
) {
  const { signIn, origin } = world.auth;
  const options = await signIn.passkeyOptions(caller);
  if (isRefusal(options)) throw new Error(options.refused);
  const response: Shown = await authenticator.get(
    { ...options, allowCredentials: [], extensions: {} },
    { origin, ...ceremony },
  );
  return { ...response, clientExtensionResults: {} };
}

async function wordOf(answer: ReturnType<Enrolling['world']['auth']['signIn']['passkey']>): Promise<string> {
  const given = await answer;
  return isRefusal(given) ? given.refused : given.answer.status;
}

describe('the passkeys that a page is told to ask for', () => {
  it('X6 are none before a proof, and the account’s own after one', async () => {
    const { at, id } = await keyOwner();
    const { signIn } = at.world.auth;
    const shared = { rpId: 'localhost', challenge: expect.any(String), timeout: 60_000, userVerification: 'preferred' };
    const extensions = { prf: { eval: { first: expect.any(String) } } };
    const none = { ...shared, extensions, allowCredentials: [] };
    expect(await signIn.passkeyOptions(new Client(at.world).caller)).toEqual(none);
    expect(await signIn.passkeyOptions((await began(at, DORA)).caller)).toEqual(none);
    expect(await signIn.passkeyOptions((await began(at, EVE)).caller)).toEqual(none);
    expect(await signIn.passkeyOptions((await began(at, DORA, PASSWORD)).caller)).toEqual({
      ...none,
      allowCredentials: [{ id, type: 'public-key', transports: ['internal'] }],
    });
    await at.world.auth.close();
  });
});

describe('a passkey that is shown', () => {
  it.each([
    [true, createAuthenticator()],
    [false, createAuthenticator({ backupEligible: true })],
  ])(
    'X2 X11 is what a session rests on, as it was shown; bound to its device: %s',
    async (deviceBound, authenticator) => {
      const { at, id } = await keyOwner({}, authenticator);
      const client = new Client(at.world);
      at.world.now += 1;
      await client.keeps(at.world.auth.signIn.passkey(client.caller, await assertion(at, client, authenticator)));
      const { id: accountId, tenant } = await at.account();
      const [session] = await at.world.store.listSessions(tenant, accountId, forAdapters(at.world.auth).now());
      expect(session?.evidence).toEqual([
        {
          ...{ method: 'passkey', at: at.world.now, credentialId: id, userVerified: true, deviceBound },
          ...{ aaguid: authenticator.aaguid, attested: false, binding: `passkey:${id}` },
        },
      ]);
      await at.world.auth.close();
    },
  );

  it('X3 W15 proves nothing if it was removed before the commit, and is asked for no more', async () => {
    const { at, authenticator, id } = await keyOwner();
    const { signIn, me, people } = at.world.auth;
    const client = await began(at, DORA, PASSWORD);
    const response = await assertion(at, client, authenticator);
    at.beforeTheNext('commit', async () => me(await provesNow(at.world, at.world.store, at.client)).removePasskey(id));
    expect(await signIn.passkey(client.caller, response)).toEqual({ ...WRONG, passkey: 'unknown' });
    expect((await at.account()).passkeys).toEqual([]);
    await people.delete({ accountId: (await at.account()).id }, { by: hostCode('host') });
    expect(await signIn.passkeyOptions(client.caller)).toMatchObject({ allowCredentials: [] });
    await at.world.auth.close();
  });

  it('P4 P5 signs in on its own, for anybody who comes and for whom the flow was begun, and beside a password', async () => {
    const { at, authenticator, id } = await keyOwner();
    const { signIn } = at.world.auth;
    const clients = [new Client(at.world), await began(at, DORA), await began(at, DORA, PASSWORD)];
    for (const client of clients) {
      at.world.now += 1;
      const response = await assertion(at, client, authenticator);
      expect(await wordOf(signIn.passkey(client.caller, response))).toBe('complete');
      expect((await at.account()).passkeys).toEqual([
        expect.objectContaining({ id, lastUsedAt: at.world.now, userVerified: true, backedUp: false }),
      ]);
    }
    await at.world.auth.close();
  });

  it('X15 leaves the account’s other passkeys as they were', async () => {
    const { at, authenticator, id } = await keyOwner();
    const { signIn, enroll } = at.world.auth;
    const owner = new Client(at.world);
    await owner.keeps(signIn.passkey(owner.caller, await assertion(at, owner, authenticator)));
    const other = createAuthenticator({ backupEligible: true });
    await owner.keeps(enroll.passkey(owner.caller, { response: await registration(at, owner, other) }));
    const [first, second] = (await at.account()).passkeys;
    other.setBackupState(second?.id ?? '', true);
    at.world.now += MINUTE;
    await owner.keeps(signIn.passkey(new Client(at.world).caller, await assertion(at, new Client(at.world), other)));
    expect((await at.account()).passkeys).toEqual([
      first,
      { ...second, counter: expect.any(Number), backedUp: true, lastUsedAt: at.world.now },
    ]);
    expect(first?.id).toBe(id);
    await at.world.auth.close();
  });

  it('X15 says whose it is where nothing was proved, and belongs to that account in any case', async () => {
    const { at, authenticator } = await keyOwner();
    const { signIn } = at.world.auth;
    const shows = async (client: Client, userHandle: string | null) =>
      wordOf(signIn.passkey(client.caller, await assertion(at, client, authenticator, { tamper: { userHandle } })));
    expect(await shows(new Client(at.world), null)).toBe('invalid-credentials');
    expect(await shows(await began(at, DORA), null)).toBe('invalid-credentials');
    for (const client of [new Client(at.world), await began(at, DORA), await began(at, DORA, PASSWORD)])
      expect(await shows(client, 'b3RoZXI')).toBe('invalid-credentials');
    expect(await shows(await began(at, DORA, PASSWORD), null)).toBe('complete');
    await at.world.auth.close();
  });

  it('X15 is of no use in a flow that was begun for another account, whatever was proved there', async () => {
    const { at, authenticator } = await keyOwner();
    await newAccount(at.world, EVE);
    const { signIn, enroll } = at.world.auth;
    // Eve has a passkey too: else her flow takes none at all once she is known.
    const ofEve = new Client(at.world);
    await ofEve.signsInByMail(EVE);
    const own = createAuthenticator();
    await ofEve.keeps(enroll.passkey(ofEve.caller, { response: await registration(at, ofEve, own) }));
    for (const client of [await began(at, EVE), await began(at, EVE, PASSWORD)]) {
      expect(await wordOf(signIn.passkey(client.caller, await assertion(at, client, authenticator)))).toBe(
        'invalid-credentials',
      );
      expect(await wordOf(signIn.passkey(client.caller, await assertion(at, client, own)))).toBe('complete');
    }
    await at.world.auth.close();
  });

  it('X15 answers a challenge of its own flow, or one for anybody if nothing was proved; once, and for five minutes', async () => {
    const { at, authenticator } = await keyOwner();
    const { signIn } = at.world.auth;
    const anyone = new Client(at.world);
    const [begun, proved, other] = [await began(at, DORA), await began(at, DORA, PASSWORD), await began(at, DORA)];
    const shows = async (client: Client, from: Client) =>
      wordOf(signIn.passkey(client.caller, await assertion(at, from, authenticator)));
    expect(await shows(begun, other)).toBe('invalid-credentials');
    expect(await shows(proved, anyone)).toBe('invalid-credentials');
    expect(await shows(anyone, other)).toBe('invalid-credentials');
    expect(await shows(begun, anyone)).toBe('complete');
    const response = await assertion(at, anyone, authenticator);
    expect(await wordOf(signIn.passkey(anyone.caller, response))).toBe('complete');
    expect(await wordOf(signIn.passkey(anyone.caller, response))).toBe('invalid-credentials');
    for (const [later, word] of [
      [5 * MINUTE - 1, 'complete'],
      [5 * MINUTE, 'invalid-credentials'],
    ] as const) {
      const late = await assertion(at, anyone, authenticator);
      at.world.now += later;
      expect(await wordOf(signIn.passkey(anyone.caller, late))).toBe(word);
    }
    await at.world.auth.close();
  });

  it('X15 X18 with a broken signature, or with no client data, proves nothing; before a proof it is a number in the log', async () => {
    const { at, authenticator } = await keyOwner();
    const { signIn } = at.world.auth;
    const before = await at.account();
    const broken = await assertion(at, new Client(at.world), authenticator, { tamper: { signature: true } });
    expect(await signIn.passkey(new Client(at.world).caller, broken)).toEqual(WRONG);
    const { response } = broken;
    const empty = { ...broken, response: { ...response, clientDataJSON: 'e30' } };
    expect(await signIn.passkey(new Client(at.world).caller, empty)).toEqual(WRONG);
    expect(await at.account()).toEqual(before);
    expect(await at.news()).toEqual([]);
    await at.world.auth.close();
  });
});

describe('the counter of a passkey', () => {
  const shows = async ({ at, authenticator }: Awaited<ReturnType<typeof keyOwner>>) => {
    const client = new Client(at.world);
    return wordOf(at.world.auth.signIn.passkey(client.caller, await assertion(at, client, authenticator)));
  };
  const suspicious = async ({ at }: Awaited<ReturnType<typeof keyOwner>>) =>
    (await at.news())
      .filter((event) => Object(event).type === 'passkey.suspicious')
      .map((event) => Object(event).detail);
  const counterOf = async ({ at }: Awaited<ReturnType<typeof keyOwner>>) => (await at.account()).passkeys[0]?.counter;

  it('X15 X18 that goes back or stands still is told, and the highest is kept', async () => {
    const owner = await keyOwner();
    const { authenticator, id } = owner;
    authenticator.setCounter(id, 9);
    expect(await shows(owner)).toBe('complete');
    expect(await suspicious(owner)).toEqual([]);
    expect(await counterOf(owner)).toBe(10);
    for (const [shown, told] of [
      [10, true],
      [9, true],
      [11, false],
      [1, true],
    ] as const) {
      const stored = await counterOf(owner);
      authenticator.setCounter(id, shown - 1);
      expect(await shows(owner)).toBe('complete');
      expect(await suspicious(owner)).toEqual(told ? [{ passkey: id, stored, shown }] : []);
    }
    expect(await counterOf(owner)).toBe(11);
    await owner.at.world.auth.close();
  });

  it('X15 of one that does not count says nothing; one that counted, and shows zero, does', async () => {
    const owner = await keyOwner({}, createAuthenticator({ counter: 'zero' }));
    expect(await shows(owner)).toBe('complete');
    expect(await shows(owner)).toBe('complete');
    expect(await suspicious(owner)).toEqual([]);
    owner.authenticator.setCounter(owner.id, 3);
    expect(await shows(owner)).toBe('complete');
    expect(await suspicious(owner)).toEqual([]);
    owner.authenticator.setCounter(owner.id, 0);
    expect(await shows(owner)).toBe('complete');
    expect(await suspicious(owner)).toEqual([{ passkey: owner.id, stored: 3, shown: 0 }]);
    await owner.at.world.auth.close();
  });

  it('X15 X18 is told of a blocked account as well, which is not let in', async () => {
    const owner = await keyOwner();
    const { at, authenticator, id } = owner;
    authenticator.setCounter(id, 9);
    await shows(owner);
    await at.world.auth.people.block({ accountId: (await at.account()).id }, { reason: 'left', by: hostCode('host') });
    await at.news();
    authenticator.setCounter(id, 1);
    expect(await shows(owner)).toBe('account-blocked');
    expect(await suspicious(owner)).toEqual([{ passkey: id, stored: 10, shown: 2 }]);
    await at.world.auth.close();
  });

  it('X15 X18 refuses where the policy says so, and nothing else does', async () => {
    const owner = await keyOwner({ policy: { ...STEP_UPS, passkeys: { counterRegression: 'refuse' } } });
    const { at, authenticator, id } = owner;
    authenticator.setCounter(id, 9);
    expect(await shows(owner)).toBe('complete');
    const before = await at.account();
    await at.news();
    authenticator.setCounter(id, 4);
    expect(await shows(owner)).toBe('invalid-credentials');
    expect(await at.account()).toEqual(before);
    const shared = { at: at.world.now, accountId: before.id, method: 'passkey' };
    expect(await at.news()).toEqual([
      { ...shared, type: 'sign-in.failed' },
      { ...shared, type: 'passkey.suspicious', detail: { passkey: id, stored: 10, shown: 5 } },
    ]);
    authenticator.setCounter(id, 10);
    expect(await shows(owner)).toBe('complete');
    await at.world.auth.close();
  });

  /** The key and its clone, shown at the same time with the same counter. */
  const bothShow = async ({ at, authenticator, id }: Awaited<ReturnType<typeof keyOwner>>) => {
    const clone = authenticator.clone();
    for (const key of [authenticator, clone]) key.setCounter(id, 9);
    const shown = [authenticator, clone].map(async (key) => {
      const client = new Client(at.world);
      return { client, response: await assertion(at, client, key) };
    });
    const ready = await Promise.all(shown);
    return Promise.all(
      ready.map(({ client, response }) => wordOf(at.world.auth.signIn.passkey(client.caller, response))),
    );
  };

  it('X15 X18 lets one of two in that show the same counter at once, where the policy refuses', async () => {
    const owner = await keyOwner({ policy: { ...STEP_UPS, passkeys: { counterRegression: 'refuse' } } });
    expect((await bothShow(owner)).sort()).toEqual(['complete', 'invalid-credentials']);
    const { id, at } = owner;
    const about = (await at.news()).filter((event) => /suspicious|failed|succeeded/.test(Object(event).type));
    expect(about).toMatchObject([
      { type: 'sign-in.succeeded', method: 'passkey' },
      { type: 'sign-in.failed', method: 'passkey' },
      { type: 'passkey.suspicious', method: 'passkey', detail: { passkey: id, stored: 10, shown: 10 } },
    ]);
    expect(await counterOf(owner)).toBe(10);
    await at.world.auth.close();
  });

  it('X15 X18 is told once of one response, though it is sent again and again', async () => {
    const owner = await keyOwner({ policy: { ...STEP_UPS, passkeys: { counterRegression: 'refuse' } } });
    const { at, authenticator } = owner;
    const client = new Client(at.world);
    const response = await assertion(at, client, authenticator);
    const again = () => wordOf(at.world.auth.signIn.passkey(client.caller, response));
    const words = await Promise.all(Array.from({ length: 20 }, again));
    expect(words.filter((word) => word === 'complete')).toHaveLength(1);
    expect(await again()).toBe('invalid-credentials');
    expect(await suspicious(owner)).toEqual([]);
    await at.world.auth.close();
  });

  it('X15 X18 is told of two that show the same counter at once, where the policy reports', async () => {
    const owner = await keyOwner();
    expect(await bothShow(owner)).toEqual(['complete', 'complete']);
    expect(await suspicious(owner)).toEqual([{ passkey: owner.id, stored: 10, shown: 10 }]);
    await owner.at.world.auth.close();
  });
});
