import type { PendingTotp } from '@sallyport/browser';

/**
 * Keeps the key of a TOTP set-up over a reload, until the key is confirmed or abandoned, because the key may be in the person's app
 * already. Only this tab stores the key, for as long as the server waits for the first code. The server never returns the key again: the
 * thief of a session would learn a key that the owner then confirms.
 */
const KEY = 'sallyport.pending-totp';
const LASTS = 30 * 60_000;
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.pending-totp');

/** The flow or session where the key is pending. The key can only be confirmed there. */
export type PendingIn = 'flow' | 'session';

let heard: (() => void) | undefined;

// The server expects only the newest key.
channel?.addEventListener('message', ({ data: where }: MessageEvent<unknown>) => {
  if ((where !== 'flow' && where !== 'session') || pendingTotp(where) === undefined) return;
  forgetPendingTotp();
  heard?.();
});

/** Sets the callback for a key that another tab created. `undefined` if the page shows no key. */
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

/** Deletes a key that was confirmed or abandoned, or whose flow or session ended. */
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
