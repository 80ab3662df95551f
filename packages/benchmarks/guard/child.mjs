// Checks of one session, without HTTP, with the memory store: `[rounds, seconds]`. Prints the runs of each contestant as JSON.
import { hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { testSallyport } from '@sallyport/testing';
import { takingTurns } from '../report/closed-loop.mjs';

const [rounds, seconds] = process.argv.slice(2).map(Number);
const by = hostCode('benchmark');
const POLICY = {
  requiredStrength: 'baseline',
  administrators: {},
  roles: { finance: { requiredStrength: 'baseline' } },
};
const STRICTER = { ...POLICY, requiredStrength: 'phishing-resistant' };
const DRAFTS = {
  'that leaves sessions as they are': STRICTER,
  'that no session falls short of': { ...POLICY, onTighten: 'step-up' },
  'that the session falls short of': { ...STRICTER, onTighten: 'step-up' },
};
const spent = async () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const contestants = { 'without a draft': await checking() };
for (const [what, draft] of Object.entries(DRAFTS)) contestants[`with a draft ${what}`] = await checking(draft);
const tasks = Object.values(contestants).map((task) => ({ task, spent }));
const measured = () => takingTurns({ clients: 1, seconds, slice: seconds / 10, contestants: tasks });
await measured();
const runs = [];
for (let round = 0; round < rounds; round++) runs.push(await measured());
console.log(JSON.stringify({ contestants: Object.keys(contestants), runs }));
process.exit(0);

async function checking(draft) {
  const { auth, accountWith, signIn } = await testSallyport({ store: memoryStore(), policy: POLICY });
  const { headers } = await signIn(await accountWith({ roles: ['finance'], factors: ['email', 'totp'] }), {
    mode: 'token',
  });
  if (draft !== undefined) {
    const begun = await auth.policy.shadow('default', draft, { by });
    if ('refused' in begun) throw new Error(`the draft was answered ${begun.refused}`);
  }
  const sessionToken = headers().authorization.slice('Bearer '.length);
  const caller = { tenant: 'default', mode: 'token', sessionToken };
  return async () => {
    const session = await auth.sessions.guard(caller, { needs: 'session' });
    if ('refused' in session) throw new Error(`the check was answered ${session.refused}`);
  };
}
