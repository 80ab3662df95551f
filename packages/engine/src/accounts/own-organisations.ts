import type { MembershipRecord } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import type { LiveSession, OwnOrganisationView, Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { OrganisationSource } from '../kernel/organisation-source.ts';
import { refusedAtDoor } from '../sessions/guard.ts';
import { eachMembership } from '../state/each-membership.ts';
import { enteredWith } from '../state/entering.ts';

/** @param kernel in the place of the session, so that each organisation is judged in the contexts of the request */
export async function ownOrganisations(
  kernel: Kernel,
  session: LiveSession,
): Promise<readonly OwnOrganisationView[] | Refusal> {
  const { organisations } = kernel;
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  if (organisations === undefined) return [];
  const memberships = await organisations.store.listMembershipsOf(session.tenant, session.accountId);
  return (await eachMembership(memberships, (one) => own(kernel, organisations, session, one))).flat();
}

/** Empty for a removed organisation. */
async function own(
  kernel: Kernel,
  organisations: OrganisationSource,
  session: LiveSession,
  { tenant, organisation: id, roles, since }: MembershipRecord,
): Promise<readonly OwnOrganisationView[]> {
  const read = await organisations.store.readOrganisation(tenant, id);
  const organisation = read && organisations.learn(read);
  if (organisation === undefined || organisation.removedAt !== undefined) return [];
  const { name } = organisation;
  const { account, record } = checkedRecords(session);
  const entered = enteredWith(kernel, organisation, roles);
  const { policy } = kernel.place.inside(entered).in(kernel.policies.known(tenant));
  const refused = refusedAtDoor(policy, entered, { account, session: record }, kernel.now());
  const { demand, because } = refused ?? {};
  return [
    {
      ...{ id, ...(name !== undefined && { name }), roles, since, enters: refused === undefined },
      ...(demand && { demand }),
      ...(because && { because }),
    },
  ];
}
