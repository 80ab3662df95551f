import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { fairLine } from '../passwords/fair-line.ts';
import { withTelemetry } from './with-telemetry.ts';

it('without telemetry everything is handed through as it is, and nothing stands in between', () => {
  const telemetry = withTelemetry(undefined);
  const [store, part, call, line] = [memoryStore(), {}, async () => undefined, fairLine(1, 1)];
  const sources = { providers: new Map(), directory: undefined };
  expect(telemetry.store(store, Date.now)).toBe(store);
  expect(telemetry.part('signIn', part)).toBe(part);
  expect(telemetry.hostCall('sendMail', call)).toBe(call);
  expect(telemetry.hashing(line)).toBe(line);
  expect(telemetry.codes(sources.providers)).toBe(sources.providers);
  expect(telemetry.providers(sources)).toBe(sources);
});
