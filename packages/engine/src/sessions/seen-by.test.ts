import { memoryStore } from '@sallyport/storage-memory';
import { expect, it } from 'vitest';
import { fairLine } from '../kernel/passwords/fair-line.ts';
import { seenBy } from './seen-by.ts';

it('without telemetry everything is handed through as it is, and nothing stands in between', () => {
  const seen = seenBy(undefined);
  const [store, part, call, line] = [memoryStore(), {}, async () => undefined, fairLine(1, 1)];
  const sources = { providers: new Map(), directory: undefined };
  expect(seen.store(store, Date.now)).toBe(store);
  expect(seen.part('signIn', part)).toBe(part);
  expect(seen.hostCall('sendMail', call)).toBe(call);
  expect(seen.hashing(line)).toBe(line);
  expect(seen.codes(sources.providers)).toBe(sources.providers);
  expect(seen.providers(sources)).toBe(sources);
});
