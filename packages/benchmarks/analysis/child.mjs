// One analysis in a process of its own, its first and only time: nothing is warm. Prints one line of JSON.
// Argument: `verify`, `preview`, or `stream`, the accounts of the preview read and let go.
import { previewPolicyChange, verifyPolicy } from '@sallyport/core/analysis';
import { accounts, policy } from './world.mjs';

const ACCOUNTS = 1_000_000;

const [what] = process.argv.slice(2);
const before = process.memoryUsage().rss;
const start = performance.now();
let detail = {};
if (what === 'verify') {
  const { world } = verifyPolicy(policy);
  detail = { decisions: world.decisions, complete: world.complete };
} else if (what === 'preview') {
  const { unaffected, mustEnroll, stranded } = await previewPolicyChange({ to: policy, accounts: accounts(ACCOUNTS) });
  detail = { unaffected, mustEnroll, stranded };
} else {
  let roles = 0;
  for (const { facts } of accounts(ACCOUNTS)) roles += facts.roles.length;
  detail = { roles };
}
const milliseconds = performance.now() - start;
const megabytes = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
console.log(JSON.stringify({ milliseconds, megabytes, ...detail }));
