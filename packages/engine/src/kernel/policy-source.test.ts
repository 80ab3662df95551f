import { definePolicy, instant } from '@sallyport/core';
import type { PolicyRecord } from '@sallyport/store';
import { expect, it } from 'vitest';
import { tenantId } from '../state/tenant-id.ts';
import { policySource } from './policy-source.ts';

const tenant = tenantId('default');
const record = (version: number): PolicyRecord => ({
  ...{ tenant, version, document: {}, changedBy: 'system', changedAt: instant(0) },
});

it('W5 an answer that was under way takes no newer policy back', () => {
  const source = policySource(
    () => ({ host: { methods: [] }, firstPolicy: definePolicy({}) }) as never,
    () => undefined,
    () => instant(0),
  );
  expect(source.learnIfNewer(record(2)).version).toBe(2);
  expect(source.learn(record(3)).version).toBe(3);
  expect(source.learnIfNewer(record(2)).version).toBe(3);
  expect(source.known(tenant).version).toBe(3);
  // A store that was restored from a backup has an older version in force.
  expect(source.learn(record(1)).version).toBe(1);
  expect(source.known(tenant).version).toBe(1);
});
