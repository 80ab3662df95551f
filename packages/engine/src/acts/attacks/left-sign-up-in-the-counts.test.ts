import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, type Embedded, embedded, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, EVE, office } from './planting.test-support.ts';

const IDA = 'ida@example.org';
const PASSWORD = 'a new battery for the staple';

/** Asks for the link of a sign-up, and opens it. */
async function signsUp(world: Embedded, password?: string): Promise<string> {
  const { signUp } = world.auth;
  const client = new Client(world);
  await signUp.begin(client.caller, { email: IDA });
  await world.auth.runBackgroundWork();
  const token = world.mails.findLast(({ kind }) => kind === 'sign-up')?.token ?? '';
  const reply = await signUp.confirm(client.caller, { token, ...(password !== undefined && { password }) });
  return isRefusal(reply) ? reply.refused : reply.answer.status;
}

/** docs/guide/people.md: "`noWayIn`: the account cannot sign in without an administrator." */
it.each(['single', 'baseline'] as const)(
  'X21 X25 a person who left a sign-up half-way, and goes on alone, is not counted as one who cannot sign in without an administrator: %s',
  async (requiredStrength) => {
    const world = await embedded({ policy: { requiredStrength } });
    expect(await signsUp(world)).toBe('enroll');
    world.now += 2 * 3_600_000;
    await world.auth.runBackgroundWork();
    const { accounts, counts } = await world.auth.people.list();
    const { attention } = await world.auth.audit.overview(TENANT);
    // No administrator does anything.
    const alone = await signsUp(world, PASSWORD);
    expect({
      alone,
      group: accounts[0]?.group,
      noWayIn: counts.noWayIn,
      attention: attention.map(({ message }) => message),
    }).toEqual({
      alone: 'complete',
      group: expect.not.stringMatching('noWayIn'),
      noWayIn: 0,
      attention: expect.not.arrayContaining(['1 account cannot sign in without an administrator']),
    });
    await world.auth.close();
  },
);

it('X21 W1 nor does an administrator remind such a person by mail: nobody has signed in', async () => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  const { people } = world.auth;
  expect(await signsUp(world)).toBe('enroll');
  const mails = world.mails.length;
  expect(await people.remind({ identifier: IDA }, { by: hostCode('desk') })).toEqual({
    reminded: false,
    because: 'no-way-in',
  });
  await world.auth.runBackgroundWork();
  expect(world.mails).toHaveLength(mails);
  await world.auth.close();
});

it('X21 X25 a person whose sign-up has another address by now does not go on alone, and is counted so', async () => {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  const { people } = world.auth;
  expect(await signsUp(world)).toBe('enroll');
  accepted(await people.setEmail({ identifier: IDA }, { email: 'ida@partner.example', by: hostCode('desk') }));
  expect((await people.list()).counts).toMatchObject({ noWayIn: 1 });
  await world.auth.close();
});

/** docs/guide/single-sign-on.md: a provider of the mail domain links the account with the address at the first sign-in there. */
it('X21 X25 nor is a person who comes in at the provider of the mail domain', async () => {
  const { world } = await office();
  const { people } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: 'eve', email: EVE, by: hostCode('hr') }));
  const [listed] = (await people.list({ query: 'eve' })).accounts;
  // No administrator does anything.
  const browser = new Browser(world);
  await browser.signsIn({ subject: 'eve', email: { address: EVE, verified: true } });
  expect({ in: (await browser.session()).accountId === accountId, group: listed?.group }).toEqual({
    in: true,
    group: expect.not.stringMatching('noWayIn'),
  });
  await world.auth.close();
});
