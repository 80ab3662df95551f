import type { Schema } from '../json/schema.ts';
import type { PolicyInput } from './policy-input.ts';
import { policySchema as schema } from './schema.ts';

/** The schema of a policy: every field optional at every level, unknown fields refused. `policy.schema.json` is its JSON schema. */
export const policySchema: Schema<PolicyInput<string>> = schema;
