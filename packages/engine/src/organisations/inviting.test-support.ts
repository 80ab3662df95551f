import type { Mail } from '@sallyport/engine';
import { TENANT } from '../embedded.test-support.ts';
import { BY, organisedStore, owned, person, proved, value, withApp } from '../organised.test-support.ts';

export const BO = 'bo@example.org';
export const INVALID = { refused: 'invalid-credentials' };

/** Acme with an owner and a manager, and Bo, who is no member. */
export async function inviting(options: Parameters<typeof owned>[0] = {}) {
  const made = await owned(options);
  const { world, auth } = made;
  const manager = await person(world, 'mia@example.org');
  const bo = await person(world, BO);
  for (const { client } of [manager, bo]) await withApp(world, client);
  await auth.organisations.members.set('acme', { accountId: manager.accountId }, { roles: ['manager'], by: BY });
  const { organisations } = auth;
  const invited = async (
    roles: readonly string[] = ['finance'],
    by: Parameters<typeof organisations.invite>[1]['by'] = BY,
  ) => {
    const { id } = value(await organisations.invite('acme', { email: BO, roles, by }));
    return { id, token: tokenIn(world.mails) };
  };
  const joins = async (token: string, client = bo.client) => auth.me(await proved(world, client)).join(token);
  const roles = async (who = bo) => (await organisedStore(world).readMembership(TENANT, 'acme', who.accountId))?.roles;
  return { ...made, organisations, manager, bo, invited, joins, roles, manages: await proved(world, manager.client) };
}

export function tokenIn(mails: readonly Mail[]): string {
  const mail = mails.findLast(({ kind }) => kind === 'organisation-invitation');
  return mail?.token ?? '';
}
