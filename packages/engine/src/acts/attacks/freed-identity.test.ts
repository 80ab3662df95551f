import type { PolicyInput } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Client, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const POLICY: PolicyInput<string> = { requiredStrength: 'single', providers: { corp: { createAccounts: true } } };
const BEN = { provider: 'corp', subject: 'ben' };

interface Blocked {
  readonly world: Corporate;
  readonly ben: AccountId;
  readonly root: Client;
  readonly pia: Client;
}

/** The provider made the account of Ben, and root blocked it. Pia administers people, and wants Ben to come back. */
async function blockedByRoot(): Promise<Blocked> {
  const world = await corporate(POLICY);
  const browser = new Browser(world);
  expect(await browser.signsIn(BEN)).toBe('complete');
  const { accountId: ben } = await browser.session();
  const root = await administrator(world, 'root', 'super-admin');
  const pia = await administrator(world, 'pia', 'admin');
  accepted(
    await world.auth.people.block({ accountId: ben }, { reason: 'An investigation', by: await acting(world, root) }),
  );
  return { world, ben, root, pia };
}

const names = async ({ world, ben }: Blocked, by: Client, ...subjects: readonly string[]) =>
  world.auth.people.setExternalIds(
    { accountId: ben },
    { externalIds: subjects.map((subject) => ({ provider: 'corp', subject })), by: await acting(world, by) },
  );

const comesBack = ({ world }: Blocked): Promise<string> => new Browser(world).signsIn(BEN);

describe('an account that a policy administrator blocked', () => {
  it.each([
    ['exchanged', ['nobody']],
    ['taken away', []],
  ])('P18 W4 keeps its identity: by a people administrator it is not %s', async (_, subjects) => {
    const at = await blockedByRoot();
    expect(await comesBack(at)).toBe('account-blocked');
    const answer = await names(at, at.pia, ...subjects);
    expect(await comesBack(at)).toBe('account-blocked');
    expect(answer).toEqual({ refused: 'not-permitted' });
    expect((await at.world.store.listAccounts(TENANT, { limit: 10 })).items).toHaveLength(3);
  });

  it('P18 W4 has its identity exchanged by a policy administrator', async () => {
    const at = await blockedByRoot();
    expect(await names(at, at.root, 'nobody')).toMatchObject({
      status: 'blocked',
      externalIds: [{ subject: 'nobody' }],
    });
  });
});
