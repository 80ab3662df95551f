import { isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const SHARED = 'both@app.example';
const TEN = Array.from({ length: 10 }, (_, place) => `owner-${place}@app.example`);

/** A person with an account of the own, who asked for the shared address. Returns the confirmation of the address. */
async function asksForAddress(world: Embedded, identifier: string): Promise<() => Promise<string>> {
  await newAccount(world, identifier);
  const client = new Client(world);
  await client.signsInByMail(identifier);
  const { me } = world.auth;
  // The answer is the same, whether another account has the address or not.
  expect(await me(await client.session()).requestEmail(SHARED)).toBeUndefined();
  const token = world.mails.at(-1)?.token ?? '';
  return async () => {
    const confirmed = await me(await client.session()).confirmEmail(token);
    return isRefusal(confirmed) ? confirmed.refused : 'moved';
  };
}

async function signUpMail(world: Embedded) {
  const { auth, mails } = world;
  const before = mails.length;
  expect(await auth.signUp.begin(new Client(world).caller, { email: SHARED })).toBeUndefined();
  await auth.runBackgroundWork();
  return mails[before];
}

async function follows(world: Embedded, token: string): Promise<string> {
  const reply = await world.auth.signUp.confirm(new Client(world).caller, { token, password: PASSWORD });
  return isRefusal(reply) ? reply.refused : reply.answer.status;
}

const accountsIn = async ({ auth }: Embedded) => (await auth.people.list()).accounts;

it('X21 of ten sign-ups and ten changes of address at once, one sign-up at most makes an account, and every owner of the mailbox moves', async () => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  const moves = [];
  for (const identifier of TEN) moves.push(await asksForAddress(world, identifier));
  const [link = '', late = ''] = [(await signUpMail(world))?.token, (await signUpMail(world))?.token];
  const [moved, signedUp] = await Promise.all([
    Promise.all(moves.map((move) => move())),
    Promise.all(TEN.map(() => follows(world, link))),
  ]);
  // The owner of each account reads the mailbox, so several accounts may have the address.
  expect(moved).toEqual(TEN.map(() => 'moved'));
  expect(signedUp.filter((answer) => answer === 'complete').length).toBeLessThanOrEqual(1);
  for (const answer of signedUp) expect(['complete', 'already-exists', 'invalid-credentials']).toContain(answer);
  const named = (await accountsIn(world)).filter(({ identifiers }) => identifiers.includes(SHARED));
  expect(named).toHaveLength(signedUp.includes('complete') ? 1 : 0);

  // From now on the address has an account: its mail has no link, and an earlier link makes nothing.
  expect(await follows(world, late)).toBe('already-exists');
  expect(await signUpMail(world)).toMatchObject({ kind: 'sign-up-taken' });
  expect(await accountsIn(world)).toHaveLength(TEN.length + named.length);
  await world.auth.close();
});

it('X21 a change to the address of an account whose owner signed up is confirmed like any other', async () => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  expect(await follows(world, (await signUpMail(world))?.token ?? '')).toBe('complete');
  const move = await asksForAddress(world, 'owner@app.example');
  expect(await move()).toBe('moved');
  const emails = (
    await Promise.all((await accountsIn(world)).map(async ({ accountId }) => world.auth.people.find({ accountId })))
  ).map((person) => person?.email);
  expect(emails).toEqual([SHARED, SHARED]);
  await world.auth.close();
});
