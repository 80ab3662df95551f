// In a cold process: `verify`, `preview`, or `stream`, which only reads the preview's accounts. With `--expose-gc` a preview reports the largest
// heap.
import { previewPolicyChange, verifyPolicy } from '@sallyport/assurance';
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
