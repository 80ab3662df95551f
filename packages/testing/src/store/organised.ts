import assert from 'node:assert/strict';
import type { OrganisationReports, Organisations, Store } from '@sallyport/engine';
import { hasOrganisations } from '@sallyport/store';
import { removedOrganisation, sampleMembership, sampleOrganisation } from './sample-records.ts';
import { type ProofOptions, type Scene, write } from './scene.ts';

/** A scene whose store keeps organisations. */
export interface OrganisedScene extends Scene {
  readonly store: Store & Organisations & OrganisationReports;
}

const METHODS: readonly (keyof Organisations | keyof OrganisationReports)[] = [
  'readOrganisation',
  'readMembership',
  'listOrganisations',
  'listOrganisationVersions',
  'listMemberships',
  'listMembershipsOf',
];

/** Skips the promise for a store without organisations. */
export function organised(
  proof: (scene: OrganisedScene, options: ProofOptions) => Promise<void>,
): (scene: Scene, options: ProofOptions) => Promise<void> {
  return async (scene, options) => {
    const { store } = scene;
    const missing = METHODS.filter((method) => store[method] === undefined);
    assert.ok(missing.length === 0 || missing.length === METHODS.length, `the store lacks ${missing.join(', ')}`);
    if (hasOrganisations(store)) await proof({ ...scene, store }, options);
  };
}

/** Writes the first versions of organisations. */
export async function found(scene: Scene, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await write(scene, { organisation: sampleOrganisation(scene.tenant, id) });
}

/** Writes a membership with these roles. */
export async function join(
  scene: Scene,
  organisation: string,
  account: string,
  ...roles: readonly string[]
): Promise<void> {
  const over = roles.length === 0 ? {} : { roles };
  await write(scene, { membership: sampleMembership(scene.tenant, organisation, account, over) });
}

/** Writes the last version of an organisation. */
export async function remove(scene: Scene, id: string, version: number): Promise<void> {
  await write(scene, { organisation: removedOrganisation(scene.tenant, id, version) });
}
