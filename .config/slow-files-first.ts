import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The slowest files, the slowest first. If a slow file came last, the other workers would wait for it. Vitest knows the durations of an earlier run
 * on the same machine only, and begins with the largest files on a new machine.
 */
const SLOW: readonly string[] = [
  'examples/quickstart/test/processes/database-faults.test.ts',
  'packages/storage-mongo/src/mongo-store.test.ts',
  'packages/simulation/src/thieves/thieves.test.ts',
  'packages/simulation/src/rules.test.ts',
  'packages/simulation/src/simulation.test.ts',
  'packages/storage-postgres/src/pglite.test.ts',
  'packages/storage-postgres/src/postgres-store.test.ts',
  'packages/storage-mongo/src/attacks.test.ts',
  'packages/storage-sqlite/src/sqlite-store.test.ts',
  'examples/quickstart/test/processes/many-processes.test.ts',
  'packages/cli/src/preview/preview.test.ts',
  'packages/simulation/src/thieves/rules.test.ts',
  'packages/storage-postgres/src/attacks.test.ts',
  'packages/storage-sqlite/src/attacks.test.ts',
  'packages/storage-mongo/src/reused-checks.test.ts',
  'packages/storage-postgres/src/reused-checks.test.ts',
  'packages/storage-sqlite/src/reused-checks.test.ts',
  'packages/storage-mongo/src/session-races.test.ts',
  'examples/next/test/app.test.ts',
  'packages/storage-mongo/src/failover.test.ts',
  'examples/quickstart/test/processes/failover.test.ts',
  '.config/packed.test.mjs',
  'packages/testing/src/store/conformance.test.ts',
  'packages/pages/test/organisation-page.test.ts',
  'packages/pages/test/states/vault-story.test.ts',
  'packages/pages/test/states/vault-key.test.ts',
  'packages/pages/test/states/dead-ends.test.ts',
];

/** The projects whose files run without isolation, in the order in which they run. */
export const SHARED = ['pages', 'app', 'stores', 'policy', 'engine', 'tools'] as const;
const ORDER: readonly string[] = SHARED;

/**
 * Sorts as Vitest does, with the slow files before all others of their project. The project `isolated` comes first, and the shared projects
 * follow one after the other, because a worker loads its modules again after a file of another project.
 */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId, project }: TestSpecification): number => {
      const found = SLOW.findIndex((slow) => moduleId.endsWith(`/${slow}`));
      const turn = ORDER.indexOf(project.name) + 1;
      return turn * (SLOW.length + 1) + (found === -1 ? SLOW.length : found);
    };
    // The sort is stable: other files keep the order of Vitest.
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
