import { instant, milliseconds } from '@sallyport/core';
import { type AttemptAsked, tenantId } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { openStore } from '../../src/stores/open-store.ts';
import { startMongo } from '../support/servers/mongo-server.ts';
import { isHere } from '../support/servers/start-server.ts';

const tenant = tenantId('default');
const MINUTE = milliseconds(60_000);
const attempt: AttemptAsked = {
  ...{ authenticator: 'password', subjectIfUnknown: 'somebody', perDevice: false },
  limits: { maxFailures: 10, window: MINUTE, lockLengths: [MINUTE], hardLimit: 100, judgedWithin: MINUTE },
};

it.skipIf(!isHere('mongo'))(
  'X4 X17 a guess that MongoDB counted is counted after the server is killed, before anything else is written',
  async () => {
    const server = await startMongo();
    const { store, close } = await openStore('mongo', server.url('app'));
    try {
      const now = instant(Date.now());
      await store.open();
      for (const _ of [1, 2, 3]) await store.beginStep({ tenant, now, knownPolicy: 0, attempt });
      await server.crash();
      await server.restart();
      const totals = async (): Promise<readonly number[] | undefined> =>
        (await store.listCounters(tenant).catch(() => undefined))?.map(({ counter }) => counter.total);
      await expect.poll(totals, { timeout: 60_000 }).toEqual([3]);
    } finally {
      await close();
      await server.stop();
    }
  },
  120_000,
);
