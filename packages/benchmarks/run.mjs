// `node packages/benchmarks/run.mjs [policy] [sign-in] [check] [counter] [mongo] [analysis] [size] [import] [--rounds 7] [--seconds 1]`
// Builds changed packages, measures, prints the tables, and writes the tables into README.md. `--quick` runs each benchmark briefly,
// and does not write into README.md.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { analysisBench } from './analysis/bench.mjs';
import { checkBench } from './check/bench.mjs';
import { counterBench } from './counter/bench.mjs';
import { importBench } from './import/bench.mjs';
import { policyBench } from './policy/bench.mjs';
import { asMarkdown, writeSection } from './report/readme.mjs';
import { mongoBench, signInBench } from './sign-in/bench.mjs';
import { sizeBench } from './size/bench.mjs';

const SECTIONS = {
  policy: policyBench,
  'sign-in': signInBench,
  check: checkBench,
  counter: counterBench,
  mongo: mongoBench,
  analysis: analysisBench,
  size: sizeBench,
  import: importBench,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, seconds: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}.`);
  process.exit(1);
}
execFileSync('npm', ['run', '--silent', 'turbo', '--', 'build'], {
  cwd: new URL('../..', import.meta.url),
  stdio: 'inherit',
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 7));
const seconds = Number(values.seconds ?? (values.quick ? 0.1 : 1));
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  const measured = await SECTIONS[name]({ rounds, seconds, patience: values.quick ? 0 : 30 });
  if (measured === undefined) continue;
  const markdown = asMarkdown(measured);
  console.log(`${markdown}\n`);
  if (!values.quick) writeSection(name, markdown);
}
