import type { Reporter, TestModule } from 'vitest/node';

/** Prints the last line of a run: `N passed, N failed`. A test file that does not load counts as a failed test, and so does an error outside tests. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], faults: readonly unknown[], reason: string): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((each) => each === state).length;
    const unloaded = modules.filter((module) => !module.ok() && ![...module.children.allTests('failed')].length);
    const failed = count('failed') + unloaded.length + faults.length;
    const skipped = count('skipped') + count('pending');
    const least = reason === 'passed' ? 0 : 1;
    console.log(
      `\n${count('passed')} passed, ${Math.max(failed, least)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    );
  }
}
