import type { OrganisationReports, Organisations, Store } from './port.ts';

/** Whether a store keeps organisations. */
export function hasOrganisations(store: Store): store is Store & Organisations & OrganisationReports {
  return store.readOrganisation !== undefined;
}
