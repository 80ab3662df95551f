import { expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { recovers, THIEFS } from './planting.test-support.ts';

const VERA = 'vera@corp.example';

it('N12 X9 where the policy refuses the mailbox alone, a recovery at `single` signs in and does not delete the account', async () => {
  const world = await embedded({ policy: { requiredStrength: 'single', recovery: { mailboxAlone: 'refuse' } } });
  const id = await newAccount(world, VERA);
  const { auth } = world;
  const owner = new Client(world);
  await owner.keeps(auth.signIn.begin(owner.caller, { identifier: VERA, password: PASSWORD }));
  // The account's strongest level is a password and a code to the mailbox.
  expect(await auth.me(await owner.session()).remove()).toMatchObject({ refused: 'insufficient-strength' });

  const thief = new Client(world);
  await recovers(world, thief, VERA, THIEFS);
  world.now += 1000;
  const begun = await thief.keeps(auth.signIn.begin(thief.caller, { identifier: VERA, password: THIEFS }));
  expect(begun.answer.status).toBe('complete');
  const recovered = auth.me(await thief.session());
  expect(await recovered.remove()).toMatchObject({ refused: 'no-way-in' });
  expect(await recovered.changePassword(thief.caller, { current: THIEFS, next: `${THIEFS}!` })).toMatchObject({
    refused: 'no-way-in',
  });
  expect(await storedAccount(world.store, id)).toMatchObject({ password: { provenance: 'mailbox' } });
  await auth.close();
});
