import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { tokenTo } from '../acts/attacks/mailed-secret.test-support.ts';
import { imports } from '../administration/import-people.test-support.ts';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';
import { Browser, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

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

it.each([false, true])(
  'P11 X21 X22 a sign-up that was left keeps no identity from the account that the host made for the mailbox (createAccounts: %s)',
  async (createAccounts) => {
    const corp = { mailDomains: ['corp.example'], createAccounts };
    const world = await corporate({ requiredStrength: 'single', providers: { corp } });
    const { signUp } = world.auth;
    const mailbox = 'ada@corp.example';
    const begun = new Client(world);
    await signUp.begin(begun.caller, { email: mailbox });
    await world.auth.runBackgroundWork();
    await begun.keeps(signUp.confirm(begun.caller, { token: tokenTo(world, mailbox, 'sign-up') }));
    // A week later the host imports Ada, by the name that she has there.
    world.now += 7 * 86_400_000;
    const rows = [{ identifier: 'ada', email: mailbox, emailVerified: true, roles: ['employee'] }];
    const reports = await imports(world, rows, { resume: true });
    expect(reports.map(({ outcome }) => outcome)).toEqual(['imported']);
    const ada = new Browser(world);
    expect(await ada.signsIn({ subject: 'ada', email: { address: mailbox, verified: true } })).toBe('complete');
    expect(await ada.session()).toMatchObject({ roles: ['employee'] });
    // Nobody goes on with the sign-up, and makes a second owner of the mailbox.
    await signUp.begin(begun.caller, { email: mailbox });
    await world.auth.runBackgroundWork();
    expect(world.mails.at(-1)).toMatchObject({ to: mailbox, kind: 'sign-up-taken' });
    await world.auth.close();
  },
);

it('X21 a sign-up that is open ends, and its earlier link, once another account has the mailbox', async () => {
  const world = await embedded({ policy: { requiredStrength: 'enhanced' } });
  const { signUp } = world.auth;
  const [first, second, third] = [await signUpMail(world), await signUpMail(world), new Client(world)];
  const begun = new Client(world);
  await begun.keeps(signUp.confirm(begun.caller, { token: first?.token ?? '', password: PASSWORD }));
  const goesOn = await signUpMail(world);
  const pending = await world.auth.enroll.secret(begun.caller, 'totp');
  if (isRefusal(pending)) throw new Error(pending.refused);
  const by = hostCode('hr');
  expect(await world.auth.people.create({ identifier: 'ada', email: SHARED, by })).toHaveProperty('accountId');
  const over = { refused: 'flow-expired', keep: { mode: 'token', flow: null } };
  expect(await world.auth.signIn.status(begun.caller, { local: false })).toEqual(over);
  expect(await world.auth.enroll.secret(begun.caller, 'totp')).toEqual(over);
  const code = begun.totp(pending.secret);
  expect(await world.auth.enroll.confirmCode(begun.caller, 'totp', { code })).toMatchObject({
    refused: 'flow-expired',
  });
  for (const token of [goesOn?.token ?? '', second?.token ?? ''])
    expect(await signUp.confirm(third.caller, { token })).toEqual({ refused: 'already-exists' });
  await world.auth.close();
});
