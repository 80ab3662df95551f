import type { OrganisationReports, Organisations, Store, TenantRemovals } from './port.ts';

/** Whether a store keeps organisations. */
export function hasOrganisations(store: Store): store is Store & Organisations & OrganisationReports {
  return store.readOrganisation !== undefined;
}

/** Whether a store removes tenants. */
export function removesTenants(store: Store): store is Store & TenantRemovals {
  return store.removeTenant !== undefined;
}
