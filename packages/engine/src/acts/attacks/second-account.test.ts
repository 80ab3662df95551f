import { expect, it } from 'vitest';
import { guesses } from '../../administration/office.test-support.ts';
import { Client, PASSWORD } from '../../embedded.test-support.ts';
import { accepted, acting, administrator, office } from './planting.test-support.ts';

const PAUL = 'paul@example.org';

it('W4 an administrator cannot do by an administrator of her own making what she may not do to her own account', async () => {
  const { world, pia } = await office();
  const { auth } = world;
  const pias = { accountId: (await pia.session()).accountId };
  const input = { identifier: PAUL, password: PASSWORD, roles: ['admin'] };
  const made = accepted(await auth.people.create({ ...input, by: await acting(world, pia) }));
  const { enrollmentCode } = accepted(
    await auth.people.vouch({ accountId: made.accountId }, { by: await acting(world, pia) }),
  );
  const paul = new Client(world);
  await paul.keeps(auth.signIn.begin(paul.caller, { identifier: PAUL, password: PASSWORD }));
  // Without another factor, the answer is a refusal that keeps the flow, for an enrollment code.
  const begun = await auth.signIn.stepUp(paul.caller, await paul.session(), { strength: 'enhanced' });
  paul.caller = { ...paul.caller, flowToken: begun.keep?.flow?.token };
  await paul.keeps(auth.signIn.enrollmentCode(paul.caller, { code: enrollmentCode }));
  await paul.enrollsTotp();

  const externalIds = [{ provider: 'corp', subject: 'eve' }];
  const named = await auth.people.setExternalIds(pias, { externalIds, by: await paul.session() });
  expect(named).toMatchObject({ refused: 'not-permitted' });
  await guesses(world, pias.accountId, { at: 'totp' });
  expect(await auth.people.unlock(pias, { by: await paul.session() })).toMatchObject({ refused: 'not-permitted' });
  // A colleague may, and so may Paul with accounts of other people.
  const ada = await administrator(world, 'ada', 'admin');
  accepted(await auth.people.unlock({ accountId: (await ada.session()).accountId }, { by: await paul.session() }));
  accepted(await auth.people.unlock(pias, { by: await acting(world, ada) }));
});
