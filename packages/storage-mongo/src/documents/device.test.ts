import { tenantId } from '@sallyport/engine';
import { accountId, sampleDevice } from '@sallyport/testing/store';
import { expect, it } from 'vitest';
import { deviceDocument, deviceOf } from './device.ts';

const device = sampleDevice('cleo', 'd1', { proved: ['password', 'totp'] });
const stored = deviceDocument(tenantId('acme'), device);

it('X5 a document holds what was proved at a device, and is read sorted', () => {
  expect(deviceOf(stored, accountId('cleo'))).toEqual(device);
  const unsorted = { ...stored, record: { ...stored.record, proved: ['totp', 'password'] } };
  expect(deviceOf(unsorted, accountId('cleo'))).toEqual(device);
});

it('X5 a document from before devices kept what was proved there is of a device without budgets of its own', () => {
  const { proved: _, ...record } = stored.record ?? {};
  expect(deviceOf({ ...stored, record }, accountId('cleo'))).toEqual({ ...device, proved: [] });
});
