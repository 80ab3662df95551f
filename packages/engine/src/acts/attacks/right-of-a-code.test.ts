import type { HelpdeskInput, PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type LiveSession } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { type Administered, administered } from '../../accounts/administered.test-support.ts';
import { signsIn, somebody } from '../../administration/office.test-support.ts';
import { Client, TENANT } from '../../embedded.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const policyWith = (...may: HelpdeskInput['may']): PolicyInput<string> => ({
  requiredStrength: 'single',
  administrators: {
    policy: ['super-admin'],
    people: ['admin'],
    helpdesk: [{ roles: ['desk'], over: ['contractor'], may }],
  },
});

async function desk(): Promise<Administered & { readonly dee: LiveSession }> {
  const at = await administered({ policy: policyWith('reset', 'vouch'), policySource: 'store' });
  await somebody(at.world, 'dee', ['desk']);
  return { ...at, dee: await (await signsIn(at.world, 'dee@example.org')).session() };
}

async function leaves({ world: { auth } }: Administered, ...may: HelpdeskInput['may']): Promise<void> {
  const { version: ifVersion } = await auth.policy.current(TENANT);
  accepted(await auth.policy.set(TENANT, policyWith(...may), { ifVersion, by }));
}

it('W4 N15 the code of a help-in is void once the helpdesk may reset nothing, though it may still vouch', async () => {
  const at = await desk();
  const { auth } = at.world;
  const cleo = await somebody(at.world, 'cleo', ['contractor']);
  const { enrollmentCode: code = '' } = accepted(
    await auth.people.helpIn({ accountId: cleo }, { by: at.dee, lost: ['password'] }),
  );
  await leaves(at, 'vouch');
  expect(await auth.people.helpIn({ accountId: cleo }, { by: at.dee, lost: ['password'] })).toEqual({
    refused: 'not-permitted',
  });
  const thief = new Client(at.world);
  await thief.keeps(auth.signIn.begin(thief.caller, { identifier: 'cleo@example.org' }));
  expect(await auth.signIn.enrollmentCode(thief.caller, { code, password: 'five words of a new one' })).toMatchObject({
    refused: 'invalid-credentials',
  });
  await auth.close();
});

it('W4 N15 an invitation is void once the helpdesk that sent it may not vouch, though it may still reset', async () => {
  const at = await desk();
  const { auth } = at.world;
  const email = 'ida@example.org';
  const made = accepted(
    await auth.people.create({ identifier: email, email, roles: ['contractor'], invite: true, by }),
  );
  accepted(await auth.people.invite({ accountId: made.accountId }, { by: at.dee }));
  const token = at.world.mails.at(-1)?.token ?? '';
  await leaves(at, 'reset');
  expect(isRefusal(await auth.people.invite({ accountId: made.accountId }, { by: at.dee }))).toBe(true);
  const reader = new Client(at.world);
  expect(await auth.invitations.accept(reader.caller, { token, password: 'five words of a new one' })).toMatchObject({
    refused: 'invalid-credentials',
  });
  await auth.close();
});
