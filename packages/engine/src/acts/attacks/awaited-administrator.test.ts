import { hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const DAY = 86_400_000;
const BOSS = 'boss@example.org';
const who = { identifier: BOSS };

const wordOf = (answer: object | undefined): string =>
  answer !== undefined && isRefusal(answer as Refusal) ? (answer as Refusal).refused : 'done';

/**
 * docs/guide/accounts.md: "the last policy administrator stays (`policy-strands-administrators`)", and of `dormant`: "The last policy administrator and
 * emergency accounts stay." The guard says: an act passes that keeps "the role, an open code of an administrator, and what such a code opens".
 */
describe('W4 the only administrator of the policy, whose invitation is open', () => {
  const invited = async (dormant?: { readonly after: '90d'; readonly then: 'block' }) => {
    const world = await embedded({ policy: dormant === undefined ? {} : { dormant } });
    accepted(
      await world.auth.people.create({ identifier: BOSS, email: BOSS, roles: ['super-admin'], invite: true, by }),
    );
    return world;
  };

  it('is not blocked by the system as unused: the link lets the person in', async () => {
    const world = await invited({ after: '90d', then: 'block' });
    const { auth } = world;
    world.now += 77 * DAY;
    await auth.runBackgroundWork();
    world.now += 11 * DAY;
    accepted(await auth.people.invite(who, { by }));
    world.now += 3 * DAY;
    await auth.runBackgroundWork();
    const boss = new Client(world);
    const token = world.mails.findLast(({ kind }) => kind === 'invitation')?.token ?? '';
    const opened = await auth.invitations.accept(boss.caller, { token, password: 'a new battery for the staple' });
    expect(wordOf(opened)).toBe('done');
    await auth.close();
  });

  it.each([
    ['is not blocked', 'block'],
    ['keeps the mailbox of the link', 'address'],
    ['keeps the ways in', 'methods'],
  ] as const)('%s', async (_, act) => {
    const { auth } = await invited();
    const { people } = auth;
    const acts = {
      block: () => people.block(who, { reason: 'left', by }),
      address: () => people.setEmail(who, { email: null, by }),
      methods: () => people.setMethods(who, { methods: ['sso'], force: true, by }),
    };
    expect(wordOf(await acts[act]())).toMatch(/policy-strands-administrators|no-way-in-left/);
    await auth.close();
  });
});

/** docs/contributing/decisions.md: "Otherwise the only administrator, moved without a password, could neither recover nor be helped in." */
describe('W4 W14 the only administrator, moved without a known password', () => {
  it.each([['password'], ['mailbox']] as const)('is helped in: the %s was lost', async (lost) => {
    const { auth } = await embedded();
    const row = { identifier: BOSS, email: BOSS, emailVerified: true, passwordUnknown: true, roles: ['super-admin'] };
    for await (const { outcome } of auth.people.import([row], { by })) expect(outcome).toBe('imported');
    expect(wordOf(await auth.people.helpIn(who, { lost: [lost], by }))).toBe('done');
    await auth.close();
  });
});
