import { instant } from '@sallyport/core';
import type { AccountRecord, CommitResult, SessionRecord } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { accountOf, byApp, byPassword, sessionOf } from '../sessions/planted.test-support.ts';
import { actorIsGone, restsOnAccount } from './liveness.ts';

const NOW = instant(Date.UTC(2031, 2, 3, 9));
const dora = accountOf('dora', NOW, { epoch: 3 });
const byBoth = { evidence: [byPassword(NOW), byApp(NOW)] };

it.each<[string, boolean, Partial<AccountRecord>, Partial<SessionRecord>]>([
  ['whose account has all that it rests on', true, {}, byBoth],
  ['that rests on nothing of its account', true, {}, { bindings: [] }],
  ['of an earlier epoch', false, { epoch: 4 }, byBoth],
  ['of a later epoch', false, { epoch: 2 }, byBoth],
  ['of a blocked account', false, { block: { at: NOW, by: 'system', reason: 'left' } }, byBoth],
  ['of which one factor of two is gone', false, { totp: undefined }, byBoth],
  ['of which both factors are gone', false, { totp: undefined, password: undefined }, byBoth],
])('X11 W15 whether a session is still good: one %s: %s', (_, isGood, account, session) => {
  expect(restsOnAccount(sessionOf(dora, 's', NOW, session), { ...dora, ...account })).toBe(isGood);
});

it('X11 a session that was found on an account is compared again with another account, and after a change of either', () => {
  const [session, account] = [sessionOf(dora, 's', NOW, byBoth), { ...dora }];
  const [frozenSession, frozenAccount] = [Object.freeze({ ...session }), Object.freeze({ ...account })];
  for (const one of [session, frozenSession])
    for (const other of [account, frozenAccount, frozenAccount]) expect(restsOnAccount(one, other)).toBe(true);
  expect(restsOnAccount(frozenSession, Object.freeze({ ...dora, totp: undefined }))).toBe(false);
  expect(restsOnAccount(frozenSession, frozenAccount)).toBe(true);
  Object.assign(session, { bindings: ['totp:another'] });
  expect(restsOnAccount(session, frozenAccount)).toBe(false);
  expect(restsOnAccount(frozenSession, account)).toBe(true);
  Object.assign(account, { totp: undefined });
  expect(restsOnAccount(frozenSession, account)).toBe(false);
});

it('X11 who made a change that was refused is gone only if their session is, and that was what stood in the way', async () => {
  const asked: unknown[] = [];
  const kernel = {
    now: () => NOW,
    store: {
      listSessions: async (...question: unknown[]) => {
        asked.push(question);
        return [sessionOf(dora, 'here', NOW), sessionOf(dora, 'there', NOW)];
      },
    },
  } as unknown as Kernel;
  const isGone = (sessionId: string, result: CommitResult) =>
    actorIsGone(kernel, TENANT, { actor: { accountId: dora.id, version: 1, sessionId } }, result);
  expect(await isGone('ended', { outcome: 'conflict', with: 'account' })).toBe(false);
  expect(await isGone('ended', { outcome: 'committed' })).toBe(false);
  expect(asked).toEqual([]);
  expect(await isGone('ended', { outcome: 'conflict', with: 'actor' })).toBe(true);
  expect(await isGone('there', { outcome: 'conflict', with: 'actor' })).toBe(false);
  expect(asked).toEqual([
    [TENANT, dora.id, NOW],
    [TENANT, dora.id, NOW],
  ]);
});
