import type { PolicyProblem } from './policy-error.ts';
import { MOST_DATES } from './schema.ts';
import { problem } from './schema-problems.ts';
import type { WrittenDate } from './written-dates.ts';

/** @param path of the first list of dates */
export function dateProblems(
  path: string,
  written: readonly WrittenDate<{ readonly from: string }>[],
  whose: string,
): PolicyProblem[] {
  const dates = new Set(written.map(({ from }) => from)).size;
  return [
    ...written.flatMap(({ path: at, rule: { from, ...asked }, after }) => [
      ...(Object.keys(asked).length === 0 ? [problem(at, 'asks for nothing: leave the date out')] : []),
      ...(after !== undefined && Date.parse(from) <= Date.parse(after)
        ? [problem(`${at}.from`, `is not after the date before it ('${after}'): the earliest date comes first`)]
        : []),
    ]),
    ...(dates > MOST_DATES ? [problem(path, `there are ${dates} dates; ${whose} has at most ${MOST_DATES}`)] : []),
  ];
}
