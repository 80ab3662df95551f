import { instant, type PolicyInput } from '@sallyport/core';
import type { Caller, SessionRecord } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { byApp, byPassword, HOUR, planted } from './planted.test-support.ts';

const OF_CORP = { begunAt: { provider: 'corp' }, ip: '192.0.2.7', userAgent: 'Firefox' };

/** A session of ten minutes ago that is raised to what it has proved already: before, and as it is kept. */
async function raised({
  policy = { requiredStrength: 'single' },
  session: part = {},
  caller = {},
}: {
  readonly policy?: PolicyInput<string>;
  readonly session?: Partial<SessionRecord>;
  readonly caller?: Partial<Caller>;
}) {
  const { world, account, session, sessions, live } = await planted({ policy });
  const owner = await account('dora');
  const lastSeenAt = instant(world.now - 10 * 60_000);
  const here = await session(owner, 'here', { version: 3, lastSeenAt, policyVersion: 0, ...part });
  const [before] = await sessions(owner);
  const reply = await world.auth.signIn.stepUp({ ...here, ...caller }, await live(here), { strength: 'single' });
  expect(reply).toMatchObject({ answer: { status: 'complete' } });
  expect(await world.auth.sessions.guard(here, { needs: 'session' })).toEqual({ refused: 'no-session' });
  const after = await sessions(owner);
  return { before, after, now: world.now };
}

it('X8 X11 a session that is raised stays what it was, with another token', async () => {
  const { before, after, now } = await raised({ session: OF_CORP });
  const tokenHash = expect.stringMatching(/^[\w-]{43}$/);
  const former = { hash: before?.tokenHash, until: now + 60_000 };
  expect(after).toEqual([{ ...before, ...OF_CORP, tokenHash, former, version: 4, policyVersion: 1, lastSeenAt: now }]);
  expect(after[0]?.tokenHash).not.toBe(before?.tokenHash);
});

it('X11 a session that is raised from elsewhere says from where', async () => {
  const caller = { ip: '198.51.100.1', userAgent: 'Safari' };
  expect((await raised({ session: OF_CORP, caller })).after).toMatchObject([{ ...OF_CORP, ...caller }]);
  expect((await raised({ caller })).after).toMatchObject([caller]);
});

it.each<[string, Partial<SessionRecord>, number]>([
  ['that falls short of it', {}, 0],
  ['that meets it', { evidence: [byPassword(1), byApp(1)] }, 1],
])('N10 a session %s counts as made under a newer policy only if it meets it', async (_, session, policyVersion) => {
  const policy: PolicyInput<string> = { requiredStrength: 'enhanced', onTighten: { after: '1h', then: 'revoke' } };
  const expiresAt = instant(Date.UTC(2031, 2, 3, 9) + HOUR);
  const { after } = await raised({ policy, session: { ...session, expiresAt } });
  expect(after).toMatchObject([{ policyVersion, expiresAt }]);
});
