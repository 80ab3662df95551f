import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL at which a test requests a database server of the run. The global setup of the quickstart's tests listens there. */
    readonly databases?: string;
  }
}

/** The placeholder for the name of a database in the URL of a server. */
export const PLACEHOLDER = 'NAME';

/** The original `fetch`, before a test replaces the global function. */
const { fetch } = globalThis;

/** The URL of database `NAME` on the run's server, which all test files share. The first request of the run starts the server. */
export async function runServer(kind: 'postgres' | 'mongo'): Promise<string> {
  const databases = inject('databases');
  if (databases === undefined)
    throw new Error(
      'The projects of .config/vitest.config.ts have a global setup with databases, and this run has none.',
    );
  const response = await fetch(`${databases}/${kind}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`The ${kind} of the tests does not start:\n${answer}`);
  return answer;
}
