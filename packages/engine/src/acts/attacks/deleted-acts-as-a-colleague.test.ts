import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { accepted, acting, administrator, office, signsInAtClub } from './planting.test-support.ts';

const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  enrollment: { firstFactor: 'password' },
  providers: { club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

const reads = { needs: 'administrator', of: 'people' } as const;

/** Pia names an identity of her own for a colleague, and signs in by it. */
async function actsAsBen() {
  const at = await office({ policy: POLICY });
  const { world, pia } = at;
  const { people, sessions } = world.auth;
  const pias = { accountId: (await pia.session()).accountId };
  const ben = await administrator(world, 'ben', 'admin');
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  const bens = { accountId: (await ben.session()).accountId };
  accepted(await people.setExternalIds(bens, { externalIds, by: await acting(world, pia) }));
  const { caller } = await signsInAtClub(at, 'pia', ['mfa']);
  const answer = async (): Promise<string> => {
    const session = await sessions.guard(caller, reads);
    return isRefusal(session) ? session.refused : 'acts';
  };
  return { world, people, pias, answer };
}

it('W4 N15 an administrator who was blocked and then deleted does not act by the identity that she named for a colleague', async () => {
  const { world, people, pias, answer } = await actsAsBen();
  accepted(await people.block(pias, { reason: 'An investigation', by: hostCode('host') }));
  expect(await answer()).toBe('not-permitted');
  expect(await people.delete(pias, { by: hostCode('host') })).toBeUndefined();
  expect(await answer()).toBe('not-permitted');
  const { events } = await world.auth.events({ of: pias });
  expect(events.find(({ type }) => type === 'account.deleted')).toMatchObject({ detail: { blocked: true } });
  await world.auth.close();
});

it('W4 an administrator who leaves takes no rights of a colleague along', async () => {
  const { world, people, pias, answer } = await actsAsBen();
  expect(await answer()).toBe('acts');
  expect(await people.delete(pias, { by: hostCode('host') })).toBeUndefined();
  expect(await answer()).toBe('acts');
  await world.auth.close();
});
