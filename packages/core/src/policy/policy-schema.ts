import type { Schema } from '../json/schema.ts';
import type { OrganisationInput } from './organisation-input.ts';
import type { PolicyInput } from './policy-input.ts';
import { organisationSchema as ofOrganisation, policySchema as schema } from './schema.ts';

/** The schema of a policy: every field optional at every level, unknown fields refused. `policy.schema.json` is its JSON schema. */
export const policySchema: Schema<PolicyInput<string>> = schema;

/** The schema of the rule of one organisation, as {@link policySchema}. `defineOrganisation` also compares the names with those of the policy. */
export const organisationSchema: Schema<OrganisationInput<string>> = ofOrganisation;
