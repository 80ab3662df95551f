import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { administered, ROOT } from '../../accounts/administered.test-support.ts';
import { ADMINISTRATORS, Client, newAccount, PASSWORD } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const [MINUTE, DAY] = [60_000, 86_400_000];
const reads = { needs: 'administrator', of: 'people' } as const;
const by = hostCode('hr');

/** Root invited Ben as an administrator of people. Sue administers the policy too, and signs in every day. */
async function company() {
  const at = await administered({
    policy: { requiredStrength: 'single', administrators: ADMINISTRATORS, dormant: { after: '90d', then: 'block' } },
  });
  const { world } = at;
  const { auth } = world;
  const [sue, email, password] = ['sue@example.org', 'ben@example.org', 'five words of my own'];
  await newAccount(world, sue, ['super-admin']);
  accepted(await auth.people.create({ identifier: email, email, roles: ['admin'], invite: true, by: at.root }));
  const first = new Client(world);
  const { token = '' } = world.mails.at(-1) ?? {};
  await first.keeps(auth.invitations.accept(first.caller, { token, password }));
  const { secret } = await first.enrollsTotp();
  const bensDay = async (): Promise<string> => {
    world.now += MINUTE;
    await auth.signIn.begin(new Client(world).caller, { identifier: sue, password: PASSWORD });
    const ben = new Client(world);
    await ben.keeps(auth.signIn.begin(ben.caller, { identifier: email, password }));
    await ben.keeps(auth.signIn.stepUp(ben.caller, await ben.session(), { strength: 'enhanced' }));
    await ben.keeps(auth.signIn.code(ben.caller, 'totp', { code: ben.totp(secret) }));
    const session = await auth.sessions.guard(ben.caller, reads);
    return isRefusal(session) ? session.refused : 'acts';
  };
  expect(await bensDay()).toBe('acts');
  return { world, bensDay };
}

it('X21 W4 an administrator keeps the rights when the colleague who invited has not signed in for long', async () => {
  const { world, bensDay } = await company();
  for (const days of [40, 36, 15]) {
    world.now += days * DAY;
    expect(await bensDay()).toBe('acts');
    await world.auth.runBackgroundWork();
  }
  expect(await world.auth.people.find({ identifier: ROOT })).toMatchObject({ blockedReason: 'dormant' });
  expect(await bensDay()).toBe('acts');
  await world.auth.close();
});

it('X21 W4 an administrator keeps the rights when the colleague who invited leaves as the guide has it', async () => {
  const { world, bensDay } = await company();
  const { people } = world.auth;
  // `fire` of docs/guide/accounts.md.
  expect(await people.delete({ identifier: ROOT }, { by })).toBeUndefined();
  expect(await bensDay()).toBe('acts');
  await world.auth.close();
});
