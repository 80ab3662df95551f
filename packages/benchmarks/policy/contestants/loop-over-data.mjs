export const name = 'hand-written loop over data';

const ORDER = ['baseline', 'enhanced'];
const COMBINATIONS = { baseline: [['passkey'], ['first']], enhanced: [['passkey'], ['first', 'totp']] };
const CLASS = { password: 'first', email: 'first', totp: 'totp', passkey: 'passkey' };
const ROLES = [
  { role: 'member', requires: 'baseline', refuses: [] },
  { role: 'support', requires: 'baseline', refuses: ['email'] },
  { role: 'admin', requires: 'enhanced', refuses: [] },
];

export function decide({ tenant, roles, enrolled, verified }) {
  let level = ORDER.indexOf(tenant);
  const refused = [];
  for (const rule of ROLES) {
    if (!roles.includes(rule.role)) continue;
    level = Math.max(level, ORDER.indexOf(rule.requires));
    refused.push(...rule.refuses);
  }
  const given = new Set();
  const possible = new Set();
  for (const { id, kind } of enrolled) {
    if (refused.includes(kind)) continue;
    possible.add(CLASS[kind]);
    if (verified.includes(id)) given.add(CLASS[kind]);
  }
  let reachable = false;
  const next = new Set();
  for (const combination of COMBINATIONS[ORDER[level]]) {
    if (combination.every((each) => given.has(each)))
      return { granted: true, enrollmentRequired: false, acceptable: [] };
    if (!combination.every((each) => possible.has(each))) continue;
    reachable = true;
    next.add(combination.find((each) => !given.has(each)));
  }
  if (!reachable) return { granted: false, enrollmentRequired: true, acceptable: [] };
  const acceptable = [];
  for (const { id, kind } of enrolled)
    if (next.has(CLASS[kind]) && !refused.includes(kind) && !verified.includes(id)) acceptable.push(id);
  return { granted: false, enrollmentRequired: false, acceptable };
}
