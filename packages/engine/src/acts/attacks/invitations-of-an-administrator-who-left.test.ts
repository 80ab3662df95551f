import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { accepted, acting, office, POLICY } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = 'ida@example.org';
const PIA = { identifier: 'pia@example.org' };

type Office = Awaited<ReturnType<typeof office>>;

/** Each takes from Pia the right to vouch. */
const ENDS: Readonly<Record<string, (at: Office) => Promise<unknown>>> = {
  'is blocked': ({ world }) => world.auth.people.block(PIA, { reason: 'left', by }),
  // `fire` of docs/guide/accounts.md.
  'is deleted, as the guide fires somebody': ({ world }) => world.auth.people.delete(PIA, { by }),
  'has another role now': ({ world }) => world.auth.people.setRoles(PIA, { roles: ['sales'], by }),
};

/**
 * docs/guide/getting-in.md: "An administrator's invitation is void when the administrator loses the right to vouch."
 * docs/guide/people.md: `invitationOpen` is of "people of `counts.invited` who can still sign in by their link", `invitationOver` of those
 * "whose link opens nothing any more. Invite them again"; and `noWayIn`: "the account cannot sign in without an administrator".
 */
it.each(Object.entries(ENDS))(
  'X21 the list tells whose link still works when the administrator who invited %s',
  async (_, ends) => {
    const at = await office();
    const { world, pia } = at;
    const { auth } = world;
    accepted(await auth.people.create({ identifier: IDA, email: IDA, invite: true, by: await acting(world, pia) }));
    const token = world.mails.findLast(({ kind }) => kind === 'invitation')?.token ?? '';
    const before = await auth.people.list({ tenant: TENANT, state: 'invitationOpen' });
    expect(before.accounts.map(({ identifiers }) => identifiers[0])).toEqual([IDA]);

    world.now += 60_000;
    await ends(at);
    world.now += 60_000;
    await auth.runBackgroundWork();
    const link = await auth.invitations.accept(new Client(world).caller, {
      token,
      password: 'a new battery for the staple',
    });
    expect(link).toMatchObject({ refused: 'invalid-credentials' });

    const person = await auth.people.find({ identifier: IDA });
    const [listed] = (await auth.people.list({ tenant: TENANT, state: 'invited' })).accounts;
    expect(person?.invitation).toBeUndefined();
    expect([listed?.group, listed?.invitation]).toEqual(['noWayIn', undefined]);

    world.now += 15 * 60_000;
    await auth.runBackgroundWork();
    const { counts } = await auth.people.list({ tenant: TENANT });
    expect(counts).toMatchObject({ invited: 1, invitationOpen: 0, invitationOver: 1 });
    const over = await auth.people.list({ tenant: TENANT, state: 'invitationOver' });
    expect(over.accounts.map(({ identifiers }) => identifiers[0])).toEqual([IDA]);
    const attention = (await auth.audit.overview(TENANT)).attention.map(({ code }) => code);
    expect(attention).not.toContain('invited');
    await auth.close();
  },
);

/** docs/guide/accounts.md, of `setRequiredStrength`: "`no-way-in-left` if the account could not sign in by itself any more; `force` overrides". */
it('W14 a code of an administrator who was blocked lets no act take the last way in', async () => {
  const at = await office();
  const { world, pia } = at;
  const { people, signIn } = world.auth;
  const { accountId } = accepted(await people.create({ identifier: 'ben', password: PASSWORD, by }));
  accepted(await people.vouch({ accountId }, { by: await acting(world, pia) }));
  world.now += 60_000;
  await ENDS['is blocked']?.(at);
  const raised = await people.setRequiredStrength({ accountId }, { requiredStrength: 'enhanced', by });
  const begun = await signIn.begin(new Client(world).caller, { identifier: 'ben', password: PASSWORD });
  expect([raised, begun].map((one) => (isRefusal(one) ? one.refused : 'done'))).toEqual(['no-way-in-left', 'done']);
  await world.auth.close();
});

it('X21 N5 a preview says whom a policy strands that takes the right of the administrator who invited', async () => {
  const { world, pia } = await office();
  const { people, policy } = world.auth;
  accepted(await people.create({ identifier: IDA, email: IDA, invite: true, by: await acting(world, pia) }));
  const ofIda = async (administrators: object) => {
    const { moves, accounts } = accepted(await policy.preview(TENANT, { ...POLICY, administrators }));
    const ida = accounts.find(({ identifier }) => identifier === IDA);
    return { moves, impact: ida?.impact, notBegun: ida?.notBegun };
  };
  expect(await ofIda({ policy: ['super-admin'], people: ['admin'] })).toEqual({
    ...{ moves: [], impact: 'must-enroll', notBegun: 'invited' },
  });
  expect(await ofIda({ policy: ['super-admin'], people: ['other'] })).toMatchObject({
    ...{ moves: [{ from: 'mustEnroll', to: 'noWayIn', count: 1 }], impact: 'stranded', notBegun: 'invitation-ended' },
  });
  await world.auth.close();
});
