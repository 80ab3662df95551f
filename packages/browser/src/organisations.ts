import type { OwnOrganisation as Answered, OwnOrganisations } from './account-contract.ts';
import { askedIn, type StepUpDemand } from './problem.ts';
import type { Transport } from './transport.ts';

/** An organisation of the signed-in person. */
export interface OwnOrganisation extends Omit<Answered, 'demand'> {
  /** For `client.stepUp`, which leads in. Absent if the session enters, and if no step-up leads in. */
  readonly demand?: StepUpDemand;
}

export async function ownOrganisations(send: Transport): Promise<readonly OwnOrganisation[]> {
  const { organisations } = await send<OwnOrganisations>({ method: 'GET', path: '/organisations' });
  return organisations.map(({ demand, ...one }) =>
    demand === undefined ? one : { ...one, demand: { ...askedIn(demand), in: one.id } },
  );
}
