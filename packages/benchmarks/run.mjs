// `node packages/benchmarks/run.mjs [policy] [places] [sign-in] [check] [guard] [counter] [mongo] [sqlite] [analysis] [size] [arrives] [import] [growth] [--rounds 7]
// [--seconds 1] [--clients 1,16,64]` writes tables into README.md. `--clients` are those of session checks. `--quick` and `--checks-only`, which leaves
// out the sign-ins, write nothing.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { asMarkdown, writeSection } from './report/readme.mjs';

// After the build: a benchmark imports the built packages.
const SECTIONS = {
  policy: async () => (await import('./policy/bench.mjs')).policyBench,
  places: async () => (await import('./places/bench.mjs')).placesBench,
  'sign-in': async () => (await import('./sign-in/bench.mjs')).signInBench,
  check: async () => (await import('./check/bench.mjs')).checkBench,
  guard: async () => (await import('./guard/bench.mjs')).guardBench,
  counter: async () => (await import('./counter/bench.mjs')).counterBench,
  mongo: async () => (await import('./sign-in/bench.mjs')).mongoBench,
  sqlite: async () => (await import('./sign-in/bench.mjs')).sqliteBench,
  analysis: async () => (await import('./analysis/bench.mjs')).analysisBench,
  size: async () => (await import('./size/bench.mjs')).sizeBench,
  arrives: async () => (await import('./arrives/bench.mjs')).arrivesBench,
  import: async () => (await import('./import/bench.mjs')).importBench,
  growth: async () => (await import('./growth/bench.mjs')).growthBench,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    clients: { type: 'string', default: '1,16,64' },
    quick: { type: 'boolean', default: false },
    'checks-only': { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(SECTIONS).join(', ')}.`);
  process.exit(1);
}
execFileSync('npm', ['run', '--silent', 'build'], {
  cwd: new URL('../..', import.meta.url),
  stdio: 'inherit',
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 7));
const seconds = Number(values.seconds ?? (values.quick ? 0.1 : 1));
const clients = values.clients.split(',').map(Number);
if (!clients.every((count) => Number.isInteger(count) && count > 0)) {
  console.error(`--clients is '${values.clients}'. Write numbers: --clients 1,4,16,64.`);
  process.exit(1);
}
const checksOnly = values['checks-only'];
for (const name of positionals.length > 0 ? positionals : Object.keys(SECTIONS)) {
  const bench = await SECTIONS[name]();
  const patience = values.quick ? 0 : 30;
  const measured = await bench({ rounds, seconds, clients, checksOnly, patience, quick: values.quick });
  if (measured === undefined) continue;
  const markdown = asMarkdown(measured);
  console.log(`${markdown}\n`);
  if (!values.quick && !checksOnly) writeSection(name, markdown);
}
