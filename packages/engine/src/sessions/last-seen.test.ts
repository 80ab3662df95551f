import { instant, milliseconds } from '@sallyport/core';
import { expect, it } from 'vitest';
import { HOUR, MINUTE, planted } from './planted.test-support.ts';

/** How often the store is asked, and when a session that bears so long a silence was last seen, at its use after a while. */
async function usedAfter(ms: number, idle: number): Promise<{ readonly asked: unknown[]; readonly seen: number[] }> {
  const { world, account, session, sessions, live, checks } = await planted();
  const { now } = world;
  const owner = await account('dora');
  const caller = await session(owner, 'here', { idle: milliseconds(idle), lastSeenAt: instant(now - ms) });
  await live(caller);
  const seen = (await sessions(owner)).map(({ lastSeenAt }) => lastSeenAt - now);
  return { asked: checks.map(({ touchAfter }) => touchAfter), seen };
}

it.each([
  ['an ordinary session that was used a minute ago stays as it is', MINUTE, 2 * HOUR, [MINUTE], -MINUTE],
  ['an ordinary session that was used longer ago is seen now', MINUTE + 1, 2 * HOUR, [MINUTE], 0],
  ['a session of two minutes of silence waits a minute as well', MINUTE, 2 * MINUTE, [MINUTE], -MINUTE],
  ['a session of half a minute of silence waits for half of that', 15_000, 30_000, [MINUTE], -15_000],
  ['a session of half a minute is seen after half of that', 15_001, 30_000, [MINUTE, 15_000], 0],
  ['a session of an odd silence is seen after half of that', 15_001, 30_001, [MINUTE, 15_000], 0],
])('X11 the check asks the store once, or twice where the silence is short: %s', async (_, ms, idle, asked, seen) => {
  expect(await usedAfter(ms, idle)).toEqual({ asked, seen: [seen] });
});

it.each([
  ['a session with a long idle limit', 2 * HOUR - 1, 2 * HOUR],
  ['a session with an idle limit of half a minute', 29_999, 30_000],
])('X11 a page that asks by itself does not prolong %s', async (_, ms, idle) => {
  const { world, account, session, sessions } = await planted();
  const owner = await account('dora');
  const caller = await session(owner, 'here', {
    idle: milliseconds(idle),
    lastSeenAt: instant(world.now - ms),
  });
  const ask = () => world.auth.sessions.guard(caller, { needs: 'session', unattended: true });
  expect(await ask()).toMatchObject({ info: { expiresAt: world.now - ms + idle } });
  expect((await sessions(owner)).map(({ lastSeenAt }) => lastSeenAt)).toEqual([world.now - ms]);
  world.now += 2;
  expect(await ask()).toEqual({ refused: 'no-session' });
});
