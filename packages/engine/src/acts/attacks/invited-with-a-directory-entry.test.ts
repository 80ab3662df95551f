import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, Client, type Embedded, embedded, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { emptyDirectory } from '../../empty-directory.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = 'ida@example.org';
const LOCAL: PolicyInput<string> = {
  administrators: ADMINISTRATORS,
  requiredStrength: 'baseline',
  methods: ['password'],
};

/** Host code names the entry of a newcomer, who is invited before the first day. */
async function invited(policy: PolicyInput<string>): Promise<Embedded> {
  const world = await embedded({ policy, policySource: 'store', directory: emptyDirectory });
  const externalIds = [{ provider: 'ldap', subject: 'ida' }];
  accepted(await world.auth.people.create({ identifier: IDA, email: IDA, externalIds, invite: true, by }));
  return world;
}

/** What the link gives Ida, with a password and without one. */
async function opensLink(world: Embedded): Promise<readonly unknown[]> {
  const token = world.mails.findLast(({ kind }) => kind === 'invitation')?.token ?? '';
  const { invitations } = world.auth;
  const answers = [
    await invitations.accept(new Client(world).caller, { token, password: PASSWORD }),
    await invitations.accept(new Client(world).caller, { token }),
  ];
  return answers.map((one) => (isRefusal(one) ? one.refused : one.answer.status));
}

/** docs/guide/people.md: `noWayIn`: "the account cannot sign in without an administrator". An account of the directory gets no local password. */
describe('X21 an invited person of the directory, where the policy leaves local passwords alone', () => {
  it('cannot come in by the link, and is counted so', async () => {
    const world = await invited(LOCAL);
    const { accounts, counts } = await world.auth.people.list();
    const attention = (await world.auth.audit.overview(TENANT)).attention.map(({ code }) => code);
    expect(await opensLink(world)).toEqual(['method-not-allowed', 'no-way-in']);
    expect({ group: accounts[0]?.group, noWayIn: counts.noWayIn, isTold: attention.includes('noWayIn') }).toEqual({
      group: 'noWayIn',
      noWayIn: 1,
      isTold: true,
    });
    await world.auth.close();
  });

  it('is stranded by a policy that gives the directory up, and the preview says so', async () => {
    const world = await invited({ ...LOCAL, methods: ['password', 'ldap', 'passkey'] });
    const preview = accepted(await world.auth.policy.preview(TENANT, LOCAL, { compare: true }));
    accepted(await world.auth.policy.set('default', LOCAL, { ifVersion: 1, by }));
    expect(await opensLink(world)).toEqual(['method-not-allowed', 'no-way-in']);
    expect({ stranded: preview.stranded, newlyStranded: preview.newlyStranded }).toEqual({
      stranded: 1,
      newlyStranded: 1,
    });
    await world.auth.close();
  });

  it('cannot come in by the link either once the app has no directory any more, and is counted so', async () => {
    const before = await invited({ ...LOCAL, methods: ['password', 'passkey'] });
    const world = await embedded({ policy: LOCAL, policySource: 'code', store: before.store });
    world.mails.push(...before.mails);
    const { counts } = await world.auth.people.list();
    const came = await opensLink(world);
    const isIn = !came.every((one) => one === 'method-not-allowed' || one === 'no-way-in');
    expect({ isIn, noWayIn: counts.noWayIn }).toEqual(isIn ? { isIn, noWayIn: 0 } : { isIn, noWayIn: 1 });
    await world.auth.close();
  });

  it('does not lose the link to an entry that host code names later', async () => {
    const world = await embedded({ policy: LOCAL, policySource: 'store', directory: emptyDirectory });
    const { people } = world.auth;
    accepted(await people.create({ identifier: IDA, email: IDA, invite: true, by }));
    const externalIds = [{ provider: 'ldap', subject: 'ida' }];
    const linked = await people.setExternalIds({ identifier: IDA }, { externalIds, by });
    const came = (await opensLink(world))[0];
    expect([isRefusal(linked) ? linked.refused : 'linked', came]).not.toEqual(['linked', 'method-not-allowed']);
    await world.auth.close();
  });

  it('is no administrator who is awaited: a bootstrap helps a tenant whose only administrator has an entry and a code', async () => {
    const world = await embedded({ policy: LOCAL, policySource: 'store', directory: emptyDirectory });
    const { people, signIn } = world.auth;
    const boss = { identifier: 'boss@example.org' };
    const externalIds = [{ provider: 'ldap', subject: 'boss' }];
    accepted(await people.create({ ...boss, roles: ['super-admin'], externalIds, by }));
    const { enrollmentCode = '' } = accepted(await people.helpIn(boss, { lost: ['password'], by }));
    const came: unknown[] = [];
    for (const more of [{ password: PASSWORD }, {}]) {
      const client = new Client(world);
      await client.keeps(signIn.begin(client.caller, boss));
      const reply = await signIn.enrollmentCode(client.caller, { code: enrollmentCode, ...more });
      came.push(isRefusal(reply) ? reply.refused : reply.answer.status);
    }
    const second = await people.bootstrap({ email: 'second@example.org', by });
    expect([came, isRefusal(second) ? second.refused : 'made']).toEqual([expect.anything(), 'made']);
    await world.auth.close();
  });
});
