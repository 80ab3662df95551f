import type { TestProject } from 'vitest/node';
import { type DatabaseKind, startServer } from './start-server.ts';

/** `STORE=postgres npm run vitest -- examples/quickstart/test`: one server for the run, a database for each quickstart. */
export default async function ({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const kind = process.env['STORE'];
  if (kind !== 'postgres' && kind !== 'mongo') return undefined;
  const server = await startServer(kind satisfies DatabaseKind);
  provide('databases', { kind, url: server.url });
  return () => server.stop();
}
