import { memoryStore } from '@sallyport/storage-memory';
import { afterEach } from 'vitest';
import { type TestSallyport, type TestSallyportOptions, testSallyport } from '../index.ts';

const open: TestSallyport[] = [];

/** A Sallyport in memory, which closes after the test. */
export async function world(options: Omit<TestSallyportOptions, 'store'> = {}): Promise<TestSallyport> {
  const made = await testSallyport({ store: memoryStore(), ...options });
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
