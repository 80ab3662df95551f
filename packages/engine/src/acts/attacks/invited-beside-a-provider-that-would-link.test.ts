import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = 'ida@corp.example';
const AT_CORP = { subject: 'ida', email: { address: IDA, verified: true } };
/** A sign-in at the provider is one factor, and the provider reads the mails of its domain (N12). */
const POLICY: PolicyInput<string> = {
  requiredStrength: 'baseline',
  providers: { corp: { mailDomains: ['corp.example'] } },
  roles: { employee: { methods: ['sso'] } },
};

async function made(roles: readonly string[], invite: boolean): Promise<Corporate> {
  const world = await corporate(POLICY, { policySource: 'store' });
  accepted(await world.auth.people.create({ identifier: IDA, email: IDA, roles: [...roles], invite, by }));
  return world;
}

/** What Ida gets: by the link, by the provider after the link, and by the provider alone. */
async function comesIn(world: Corporate): Promise<readonly string[]> {
  const { auth, mails } = world;
  const browser = new Browser(world);
  const token = mails.findLast(({ kind }) => kind === 'invitation')?.token ?? '';
  const byLink = browser.keeps(await auth.invitations.accept(browser.caller, { token }));
  const afterLink = await browser.signsIn(AT_CORP);
  return [byLink, afterLink, await new Browser(world).signsIn(AT_CORP)];
}

async function groupOf({ auth }: Corporate) {
  const { accounts, counts } = await auth.people.list();
  const attention = (await auth.audit.overview(TENANT)).attention.map(({ code }) => code);
  return { group: accounts[0]?.group, noWayIn: counts.noWayIn, isTold: attention.includes('noWayIn') };
}

/** docs/guide/people.md: "`noWayIn`: the account cannot sign in without an administrator." */
describe('X21 a person of the provider’s mail domain, for whom the provider is the only way in and one factor', () => {
  it('cannot come in, and is counted so', async () => {
    const world = await made(['employee'], false);
    expect(await new Browser(world).signsIn(AT_CORP)).toBe('no-way-in');
    expect(await groupOf(world)).toEqual({ group: 'noWayIn', noWayIn: 1, isTold: true });
    await world.auth.close();
  });

  it('cannot come in by an invitation either, and is counted so', async () => {
    const world = await made(['employee'], true);
    const counted = await groupOf(world);
    expect(await comesIn(world)).toEqual(['no-way-in', 'invalid-credentials', 'no-way-in']);
    expect(counted).toEqual({ group: 'noWayIn', noWayIn: 1, isTold: true });
    await world.auth.close();
  });

  it('is counted by the list as by the preview of a policy that leaves an invited person the provider alone', async () => {
    const world = await made([], true);
    const { policy } = world.auth;
    const draft = {
      ...POLICY,
      methods: ['sso'],
      administrators: { policy: ['super-admin'], people: ['admin'] },
    } as const;
    const { stranded } = accepted(await policy.preview(TENANT, draft));
    const { version: ifVersion } = await policy.current(TENANT);
    const saved = await policy.set(TENANT, draft, { ifVersion, by });
    expect(isRefusal(saved) ? saved.refused : 'saved').toBe('saved');
    const counted = await groupOf(world);
    expect(await comesIn(world)).toEqual(['no-way-in', 'invalid-credentials', 'no-way-in']);
    expect({ stranded, ...counted }).toEqual({ stranded: 1, group: 'noWayIn', noWayIn: 1, isTold: true });
    await world.auth.close();
  });
});
