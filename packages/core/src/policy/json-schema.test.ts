import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { policySchema } from './schema.ts';

/** The schema with which an editor completes a policy: `"$schema": "node_modules/@sallyport/core/policy.schema.json"`. */
function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(policySchema, { io: 'input' });
  return { ...schema, title: 'Sallyport policy', $id: 'urn:sallyport:policy' };
}

describe('the JSON Schema that is shipped', () => {
  it('is the schema that is in force (run vitest with -u to renew it)', async () => {
    await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../policy.schema.json');
  });

  it('names every member of a policy, and takes no other', () => {
    const { properties, additionalProperties } = jsonSchema();
    expect(Object.keys(Object(properties)).sort()).toEqual([
      'administrators',
      'emailCodes',
      'enrollment',
      'lockout',
      'methods',
      'onTighten',
      'passkeys',
      'passwords',
      'preferSso',
      'providers',
      'recentProof',
      'recovery',
      'requiredStrength',
      'roles',
      'session',
      'strengths',
      'vault',
    ]);
    expect(additionalProperties).toBe(false);
  });
});
