import { auth } from './lib/auth.ts';

// Waits for the store, and fails if the configuration cannot work.
await auth.ready();
process.once('SIGTERM', () => void auth.close());
