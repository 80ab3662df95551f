import type { PolicyInput } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, TENANT } from '../../embedded.test-support.ts';
import { type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = 'ida@example.org';
const OTHER_ROOT = 'root@example.org';
/** Administrators of people come in by a passkey alone. */
const POLICY: PolicyInput<string> = {
  requiredStrength: 'baseline',
  enrollment: { firstFactor: 'vouched' },
  roles: { admin: { methods: ['passkey'] } },
};

async function invited(policy: PolicyInput<string>, roles: readonly string[]): Promise<Corporate> {
  const world = await corporate(policy, { policySource: 'store' });
  const externalIds = [{ provider: 'corp', subject: 'ida' }];
  accepted(
    await world.auth.people.create({ identifier: IDA, email: IDA, roles: [...roles], externalIds, invite: true, by }),
  );
  return world;
}

async function opensLink({ auth, mails }: Corporate): Promise<unknown> {
  const token = mails.findLast(({ kind }) => kind === 'invitation')?.token ?? '';
  return accepted(await auth.invitations.accept(new Client({ auth, mails } as Corporate).caller, { token })).answer;
}

/**
 * docs/guide/people.md: `mustEnroll`: "the account has to set up a factor at the next sign-in, also by an open invitation". `noWayIn`: "the account
 * cannot sign in without an administrator".
 */
describe('X21 an invited person who has an identity at a provider, and may not come in by it', () => {
  it('sets up a passkey by the link alone, and is counted so', async () => {
    const world = await invited(POLICY, ['admin']);
    const { accounts, counts } = await world.auth.people.list();
    const { attention } = await world.auth.audit.overview(TENANT);
    expect(await opensLink(world)).toMatchObject({ status: 'enroll', offer: [{ method: 'passkey' }] });
    expect({
      group: accounts[0]?.group,
      noWayIn: counts.noWayIn,
      attention: attention.map(({ code }) => code).filter((code) => code === 'noWayIn'),
    }).toEqual({ group: 'mustEnroll', noWayIn: 0, attention: [] });
    await world.auth.close();
  });

  it('is not stranded by a policy without that provider', async () => {
    const world = await invited({ ...POLICY, roles: {} }, []);
    const draft = { ...POLICY, roles: {}, methods: ['passkey'], administrators: { policy: ['root'] } } as const;
    const preview = accepted(await world.auth.policy.preview(TENANT, draft, { compare: true }));
    expect({ newlyStranded: preview.newlyStranded, stranded: preview.stranded }).toEqual({
      newlyStranded: 0,
      stranded: 0,
    });
    await world.auth.close();
  });

  it('can be given the identity: the link stays the way in', async () => {
    const world = await corporate(POLICY);
    const { people } = world.auth;
    accepted(
      await people.create({ identifier: OTHER_ROOT, email: OTHER_ROOT, roles: ['super-admin'], invite: true, by }),
    );
    accepted(await people.create({ identifier: IDA, email: IDA, roles: ['admin'], invite: true, by }));
    const linked = await people.setExternalIds(
      { identifier: IDA },
      { externalIds: [{ provider: 'corp', subject: 'ida' }], by },
    );
    expect(linked).not.toHaveProperty('refused');
    expect(await opensLink(world)).toMatchObject({ status: 'enroll' });
    await world.auth.close();
  });
});
