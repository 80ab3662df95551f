import type { PendingTotp } from '@sallyport/browser';

/**
 * The key that a person is setting up stays the same over a reload, until it is confirmed or given up: it may be in the app already.
 * It is kept by this tab alone, for as long as the server waits for its first code. The server does not hand it out a second time:
 * a thief who gets at a session later would learn a key that its owner goes on to confirm.
 */
const KEY = 'sallyport.pending-totp';
const LASTS = 30 * 60_000;
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.pending-totp');

/** In which the key is pending: a sign-in that asks for it, or a session. Only there it can be confirmed. */
export type PendingIn = 'flow' | 'session';

let heard: (() => void) | undefined;

// The server waits for the newest key alone.
channel?.addEventListener('message', ({ data: where }: MessageEvent<unknown>) => {
  if ((where !== 'flow' && where !== 'session') || pendingTotp(where) === undefined) return;
  forgetPendingTotp();
  heard?.();
});

/** What the page does that shows a key once another tab began with another one; nothing where none is shown. */
export function whenBegunElsewhere(run: (() => void) | undefined): void {
  heard = run;
}

export function keepPendingTotp(where: PendingIn, { secret, uri }: PendingTotp): void {
  sessionStorage.setItem(KEY, JSON.stringify({ where, secret, uri, until: Date.now() + LASTS }));
  channel?.postMessage(where);
}

export function pendingTotp(where: PendingIn): PendingTotp | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  if (!isKept(kept) || kept.where !== where || kept.until < Date.now()) return undefined;
  return { secret: kept.secret, uri: kept.uri };
}

/** It was confirmed or given up, or what it was pending in is over. */
export function forgetPendingTotp(where?: PendingIn): void {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  if (where === undefined || !isKept(kept) || kept.where === where) sessionStorage.removeItem(KEY);
}

interface Kept extends PendingTotp {
  readonly where: PendingIn;
  readonly until: number;
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'where' in value &&
    'secret' in value &&
    'uri' in value &&
    'until' in value
  );
}
