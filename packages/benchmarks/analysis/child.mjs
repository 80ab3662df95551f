// One analysis in a process of its own, its first and only time: nothing is warm. Prints one line of JSON.
// Argument: `verify`, `preview`, or `stream`, the accounts of the preview read and let go. With `--expose-gc` a preview is stopped ten times to
// collect what nobody needs any more, and says what it holds.
import { previewPolicyChange, verifyPolicy } from '@sallyport/core/analysis';
import { accounts, policy } from './world.mjs';

const ACCOUNTS = 1_000_000;

const [what] = process.argv.slice(2);
globalThis.gc?.();
const before = process.memoryUsage();
let held = 0;
const start = performance.now();
let detail = {};
if (what === 'verify') {
  const { world } = verifyPolicy(policy);
  detail = { decisions: world.decisions, complete: world.complete };
} else if (what === 'preview') {
  const { unaffected, mustEnroll, stranded } = await previewPolicyChange({
    to: policy,
    accounts: observed(accounts(ACCOUNTS)),
  });
  detail = { unaffected, mustEnroll, stranded };
} else {
  let roles = 0;
  for (const { facts } of accounts(ACCOUNTS)) roles += facts.roles.length;
  detail = { roles };
}
const milliseconds = performance.now() - start;
const megabytes = (process.resourceUsage().maxRSS * 1024 - before.rss) / 1e6;
console.log(JSON.stringify({ milliseconds, megabytes, held: held / 1e6, ...detail }));

/** The same accounts; where the collector can be called, what is held in between is noted. */
function observed(stream) {
  return globalThis.gc === undefined ? stream : noted(stream);
}

function* noted(stream) {
  let place = 0;
  for (const account of stream) {
    yield account;
    if (++place % (ACCOUNTS / 10) !== 0) continue;
    globalThis.gc();
    held = Math.max(held, process.memoryUsage().heapUsed - before.heapUsed);
  }
}
