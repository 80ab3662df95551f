import { definePolicy, type Evidence, instant, milliseconds } from '@sallyport/core';
import { expect, it } from 'vitest';
import { accountOf, byApp, byPasskey, byPassword, HOUR, MINUTE, sessionOf } from '../sessions/planted.test-support.ts';
import { sessionInfo } from './session-info.ts';

const NOW = instant(Date.UTC(2031, 2, 3, 9));
const POLICY = definePolicy({});
const dora = accountOf('dora', NOW);

const infoOf = (part: Parameters<typeof sessionOf>[3]) =>
  sessionInfo(POLICY, sessionOf(dora, 's', NOW, part), dora, NOW);

it.each<[string, readonly Evidence[], readonly string[]]>([
  ['a password', [byPassword(1)], ['pwd']],
  ['a password, shown twice', [byPassword(1), byPassword(2)], ['pwd']],
  ['a password and an authenticator app', [byPassword(1), byApp(2)], ['pwd', 'otp', 'mfa']],
  ['a passkey that verified its user', [byPasskey(1)], ['swk', 'user', 'mfa']],
  ['a passkey that did not', [byPasskey(1, { userVerified: false })], ['swk', 'user']],
  [
    'a passkey that did so once of twice',
    [byPasskey(1), byPasskey(2, { userVerified: false })],
    ['swk', 'user', 'mfa'],
  ],
  ['a key that stays where it is', [byPasskey(1, { deviceBound: true, userVerified: false })], ['pop', 'user']],
  ['a method of a version to come', [{ method: 'retina', at: instant(1) } as unknown as Evidence], []],
])('X11 a session tells how its owner signed in: by %s', (_, evidence, amr) => {
  expect(infoOf({ evidence }).amr).toEqual(amr);
});

it('X11 a session tells whose it is, how strong, since when, and when it ends: after its silence, or at its end', () => {
  const session = { evidence: [byPassword(NOW - HOUR), byApp(NOW - MINUTE), byPassword(NOW - 2 * MINUTE)] };
  const info = { accountId: 'dora', strength: 'enhanced', amr: ['pwd', 'otp', 'mfa'], authTime: NOW - MINUTE };
  const ends = { expiresAt: instant(NOW + HOUR) };
  expect(infoOf({ ...session, ...ends, idle: milliseconds(HOUR - 1) })).toEqual({ ...info, expiresAt: NOW + HOUR - 1 });
  expect(infoOf({ ...session, ...ends, idle: milliseconds(HOUR + 1) })).toEqual({ ...info, expiresAt: NOW + HOUR });
});
