import { isRefusal, type OwnAccountView } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';
import { corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const BEA = 'bea@app.example';
const NEXT = 'bea@next.example';
const HOUR = 3_600_000;

/** A device that signed in with the password and a code to the mailbox, which is everything that the account has. */
async function device(world: Embedded, password = PASSWORD): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: BEA, password }));
  await client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
  const code = world.mails.at(-1)?.code ?? '';
  await client.keeps(world.auth.signIn.code(client.caller, 'email-code', { code }));
  return client;
}

/** A device that signed in with a password from a mailed link, and a code to the same mailbox. */
async function recovered(world: Embedded): Promise<Client> {
  await newAccount(world, BEA);
  await world.auth.recovery.begin(new Client(world).caller, { identifier: BEA });
  await world.auth.runBackgroundWork();
  const token = world.mails.at(-1)?.token ?? '';
  const next = 'a few words to remember';
  await world.auth.recovery.confirm(new Client(world).caller, { token, next });
  return device(world, next);
}

const viewIn = async ({ auth }: Embedded, client: Client): Promise<OwnAccountView> =>
  auth.me(await client.session()).view();

const closedIn = async (world: Embedded, client: Client): Promise<string[]> =>
  (await viewIn(world, client)).closedSetUps.map(({ kind }) => kind);

describe('the time for which a proof counts', () => {
  it.each([
    ['quarter of an hour, if the policy says nothing', {}, 900],
    ['time that the policy gives it', { recentProof: '90s' }, 90],
  ] as const)('X9 is told to the owner, here the %s', async (_, policy, recentProofSeconds) => {
    const world = await embedded({ policy });
    await newAccount(world, BEA);
    expect(await viewIn(world, await device(world))).toMatchObject({ recentProofSeconds });
    await world.auth.close();
  });
});

describe('a new address that waits', () => {
  it('X9 is told in every session of the owner until its link is used', async () => {
    const world = await embedded({ policy: { requiredStrength: 'baseline' } });
    await newAccount(world, BEA);
    const [asks, other] = [await device(world), await device(world)];
    expect(await viewIn(world, other)).toMatchObject({ pendingEmail: undefined });
    await world.auth.me(await asks.session()).requestEmail(NEXT);
    const token = world.mails.at(-1)?.token ?? '';
    for (const client of [asks, other])
      expect(await viewIn(world, client)).toMatchObject({
        email: BEA,
        pendingEmail: { address: NEXT, expiresAt: world.now + HOUR },
      });
    const confirmed = await world.auth.me(await asks.session()).confirmEmail(token);
    expect(confirmed).toMatchObject({ email: NEXT, pendingEmail: undefined });
    await world.auth.close();
  });

  it('X9 is told no more once the link is too old, or taken back', async () => {
    const world = await embedded({ policy: { requiredStrength: 'baseline' } });
    await newAccount(world, BEA);
    const client = await device(world);
    await world.auth.me(await client.session()).requestEmail(NEXT);
    world.now += HOUR;
    expect(await viewIn(world, client)).toMatchObject({ pendingEmail: undefined });
    const again = await device(world);
    await world.auth.me(await again.session()).requestEmail(NEXT);
    expect(await viewIn(world, again)).toMatchObject({ pendingEmail: { address: NEXT } });
    await world.auth.sessions.endOthers(again.caller, await again.session());
    expect(await viewIn(world, again)).toMatchObject({ pendingEmail: undefined });
    await world.auth.close();
  });
});

describe('the set-ups that a session cannot make', () => {
  it('N12 X10 are all that the server refuses after a recovery by mail alone, with the reason', async () => {
    const world = await embedded({ policy: { requiredStrength: 'baseline' } });
    const client = await recovered(world);
    expect(await closedIn(world, client)).toEqual(['passkey', 'totp', 'email']);
    const { closedSetUps } = await viewIn(world, client);
    for (const { because } of closedSetUps) expect(because.map(({ code }) => code)).toContain('same-mailbox');
    const { enroll } = world.auth;
    for (const refused of [
      await enroll.passkeyOptions(client.caller),
      await enroll.secret(client.caller, 'totp'),
      await world.auth.me(await client.session()).requestEmail(NEXT),
    ])
      expect(refused).toMatchObject({ refused: 'no-way-in', because: closedSetUps[0]?.because });
    await world.auth.close();
  });

  it('N12 P7 are the link to a provider too, if the host has a provider', async () => {
    const world = await corporate({ requiredStrength: 'baseline' });
    expect(await closedIn(world, await recovered(world))).toEqual(['passkey', 'totp', 'email', 'external-ids']);
    await world.auth.close();
  });

  it('X10 are none for a password of the owner’s own, also when a step-up comes first', async () => {
    const world = await embedded({ policy: { requiredStrength: 'baseline' } });
    await newAccount(world, BEA);
    const client = await device(world);
    expect(await closedIn(world, client)).toEqual([]);
    world.now += HOUR;
    expect(isRefusal(await world.auth.enroll.secret(client.caller, 'totp'))).toBe(true);
    expect(await closedIn(world, client)).toEqual([]);
    await world.auth.close();
  });

  it('X10 are told with the answer of a change too', async () => {
    const policy = { requiredStrength: 'baseline', enrollment: { firstFactor: 'vouched' } } as const;
    const world = await embedded({ policy });
    await newAccount(world, BEA);
    const client = await device(world);
    const renamed = await world.auth.me(await client.session()).rename('bea');
    expect(renamed).toMatchObject({ identifiers: ['bea'], closedSetUps: await viewClosed(world, client) });
    expect(await closedIn(world, client)).toEqual(['passkey', 'totp', 'email']);
    await world.auth.close();
  });
});

const viewClosed = async (world: Embedded, client: Client) => (await viewIn(world, client)).closedSetUps;
