import { isRefusal, type LiveSession } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const BEA = 'bea@app.example';

/** A device that signed in with the password and a code to the mailbox, the only proofs that the account has. */
async function device(world: Embedded): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: BEA, password: PASSWORD }));
  await client.keeps(world.auth.signIn.sendCode(client.caller, 'email-code'));
  const code = world.mails.at(-1)?.code ?? '';
  await client.keeps(world.auth.signIn.code(client.caller, 'email-code', { code }));
  return client;
}

/** Gives the account another address, in this session. */
async function moves({ auth, mails }: Embedded, session: LiveSession, address: string): Promise<string> {
  const refused = await auth.me(session).requestEmail(address);
  if (refused !== undefined) return refused.refused;
  const moved = await auth.me(session).confirmEmail(mails.at(-1)?.token ?? '');
  return isRefusal(moved) ? moved.refused : 'moved';
}

it('N12 X9 a session of a thief who reads the mailbox ends when the owner has another mailbox', async () => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  await newAccount(world, BEA);
  const [thief, owner] = [await device(world), await device(world)];
  world.now += 1_000;
  expect(await moves(world, await owner.session(), 'bea@next.example')).toBe('moved');
  expect(await world.auth.sessions.guard(thief.caller, { needs: 'session' })).toEqual(
    expect.objectContaining({ refused: 'no-session' }),
  );
});

it.each([
  ['opens a set-up while that mailbox is the account’s', false, 'moved'],
  ['opens no set-up once the account has another mailbox', true, 'insufficient-strength'],
])('N12 X9 a code to the mailbox, in the session that stays, %s', async (_, hasMoved, came) => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  await newAccount(world, BEA);
  const owner = await device(world);
  world.now += 1_000;
  if (hasMoved) expect(await moves(world, await owner.session(), 'bea@next.example')).toBe('moved');
  expect(await moves(world, await owner.session(), 'bea@elsewhere.example')).toBe(came);
});
