import { endWithIt } from '@sallyport/core';
import { owner } from '../acts/doer.ts';
import { committedSession } from '../acts/liveness.ts';
import type { Caller, LiveSession, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { MOST_TRIES } from '../kernel/limits.ts';
import { endSession } from './end-session.ts';
import { liveSessionsOf, namesAccount, sessionsOfFormerToken } from './former-token.ts';

/** Also ends a session whose token an answer may be bringing to the client. */
export async function signOut(
  kernel: Kernel,
  caller: Caller,
  session: LiveSession | undefined,
): Promise<LiveSession | Refusal> {
  const refused = session && (await endOwn(kernel, session));
  if (session !== undefined && refused === undefined) return session;
  if (refused !== undefined && refused.refused !== 'no-session') return refused;
  const ended = await endByFormerToken(kernel, caller);
  if (ended !== undefined && isRefusal(ended)) return ended;
  // The token of an ended session looks like an invented one, so both wait. Nothing is written.
  if (ended === undefined && namesAccount(caller)) kernel.taken?.();
  return session ?? ended ?? { refused: 'no-session' };
}

/** Looks again after a session that another request ended: a sign-in may have replaced it. */
async function endByFormerToken(kernel: Kernel, caller: Caller): Promise<LiveSession | Refusal | undefined> {
  let first: LiveSession | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const next = await sessionsOfFormerToken(kernel, caller);
    first ??= next[0];
    let isCrossed = false;
    for (const one of next) {
      const failed = await endOwn(kernel, one);
      if (failed !== undefined && failed.refused !== 'no-session') return failed;
      isCrossed ||= failed !== undefined;
    }
    if (!isCrossed) return first;
  }
  return { refused: 'store-unavailable' };
}

export async function endOwn(kernel: Kernel, session: LiveSession): Promise<Refusal | undefined> {
  const { tenant, accountId, id } = session;
  let tried: number | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
    if (record === undefined || record.version === tried) {
      kernel.taken?.();
      return { refused: 'no-session' };
    }
    tried = record.version;
    for (const opened of endWithIt(record.opened, kernel.now())) {
      const live = await liveSessionsOf(
        kernel,
        { tenant, accountId: opened.accountId },
        (one) => one.id === opened.session,
      );
      for (const one of live) {
        const refused = await endOwn(kernel, one);
        if (refused !== undefined && refused.refused !== 'no-session') return refused;
      }
    }
    const refused = await endSession(kernel, owner(session), accountId, id, record);
    if (refused?.refused !== 'no-session') return refused;
  }
  return { refused: 'store-unavailable' };
}
