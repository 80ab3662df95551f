import { isObject } from './received.ts';

export interface SnapshotMatch {
  readonly pass: boolean;
  readonly key: string;
  readonly actual: string;
  /** Absent if the snapshot is new. */
  readonly snapshot?: string;
}

/** The members of `this` in a matcher that are needed for snapshots, in Vitest and in Jest. */
interface SnapshotRunner {
  readonly currentTestName?: string;
  /** Vitest only: the id by which Vitest counts snapshots. */
  readonly task?: { readonly id: string };
  readonly snapshotState: { match(asked: object): unknown };
  readonly isNot?: boolean;
}

/**
 * Compares a text with the runner's snapshot of the current test. The runner stores a new snapshot at the first run.
 *
 * @throws TypeError if the runner has no snapshots, or the matcher is negated
 */
export function matchSnapshot(runner: unknown, text: string): SnapshotMatch {
  if (!isSnapshotRunner(runner))
    throw new TypeError('this matcher needs a runner that keeps snapshots: Vitest or Jest');
  if (runner.isNot === true) throw new TypeError('a snapshot is matched, or it is no snapshot: not without .not');
  const testName = runner.currentTestName ?? '';
  const result = runner.snapshotState.match({
    testName,
    testId: runner.task?.id ?? testName,
    received: text,
    isInline: false,
  });
  if (!isObject(result)) throw new TypeError('the runner compared no snapshot');
  const { pass, key, expected } = { pass: false, key: testName, expected: undefined, ...result };
  return {
    pass: pass === true,
    key: String(key),
    actual: text,
    ...(typeof expected === 'string' ? { snapshot: unquoted(expected) } : {}),
  };
}

function isSnapshotRunner(value: unknown): value is SnapshotRunner {
  return (
    isObject(value) &&
    'snapshotState' in value &&
    isObject(value.snapshotState) &&
    'match' in value.snapshotState &&
    typeof value.snapshotState.match === 'function'
  );
}

/** Both runners store a text in quotation marks. */
function unquoted(snapshot: string): string {
  return snapshot.trim().replace(/^"/, '').replace(/"$/, '');
}
