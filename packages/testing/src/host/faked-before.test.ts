import { memoryStore } from '@sallyport/storage-memory';
import { expect, it, vi } from 'vitest';
import { testSallyport } from './test-sallyport.ts';

it('closes if a runner faked every timer before the engine was loaded', async () => {
  vi.useFakeTimers();
  // `testSallyport` then loads the engine anew, after the timers are fake, as in a test file that runs alone.
  vi.resetModules();
  try {
    const events: string[] = [];
    const { accountWith, signIn, close } = await testSallyport({
      store: memoryStore(),
      policy: { administrators: {} },
      onEvent: ({ type }) => void events.push(type),
    });
    await signIn(await accountWith());
    await close();
    expect(events).toContain('sign-in.succeeded');
  } finally {
    vi.useRealTimers();
  }
});
