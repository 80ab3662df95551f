import { definePolicy, instant } from '@sallyport/core';
import type { AccountId, AccountRecord, SessionRecord } from '@sallyport/engine';
import { expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { ANYWHERE } from '../kernel/request-place.ts';
import { tenantId } from '../state/tenant-id.ts';
import { adminView } from './admin-view.ts';

const TENANT = tenantId('default');
const DORA: AccountRecord = {
  ...{ schema: 1, tenant: TENANT, id: 'dora' as AccountId, version: 3, epoch: 2, createdAt: instant(0) },
  ...{ identifiers: ['dora'], userHandle: 'u', roles: [], passkeys: [] },
};

it('W4 an account is shown with the sessions of its present epoch alone', async () => {
  const kernel = {
    ...{ now: () => instant(1_000), place: ANYWHERE, policies: { known: () => ({ policy: definePolicy({}) }) } },
    of: () => ({ providers: new Map(), directory: undefined }),
    store: {
      listCounters: async () => [],
      listSessions: async () => [1, 2, 2].map((epoch) => ({ epoch }) as SessionRecord),
    },
  } as unknown as Kernel;
  expect(await adminView(kernel, DORA)).toMatchObject({ accountId: 'dora', sessions: 2, emergency: false });
});
