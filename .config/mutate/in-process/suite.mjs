// The words that core's tests are written in, so that a file of them can be collected without a runner.
import { format } from 'node:util';

/** @typedef {{ name: string, run: () => unknown }} Test */

/**
 * @param {(collecting: object) => void} load evaluates the file, with what it imports from `vitest`
 * @returns {Test[]}
 */
export function collect(load) {
  const tests = [];
  const around = [];
  const describe = (name, body) => {
    around.push(name);
    body();
    around.pop();
  };
  const it = (name, ...rest) => tests.push({ name: [...around, name].join(' '), run: rest.at(-1) });
  it.each =
    (cases) =>
    (name, ...rest) => {
      for (const each of cases) {
        const values = Array.isArray(each) ? each : [each];
        it(titled(name, values), () => rest.at(-1)(...values));
      }
    };
  load({ describe, it });
  return tests;
}

const titled = (name, values) => format(name, ...values.slice(0, (name.match(/%[a-z]/g) ?? []).length));
