import type { PendingTotp } from '@sallyport/browser';
import { keepRecord, recordOf, thisSession, thisSignIn } from './kept-data.ts';

/**
 * Over a reload, because the key may be in the person's app already. The server never returns the key again: the thief of a session would learn a key
 * that the owner then confirms.
 */
const KEY = 'sallyport.pending-totp';
const LASTS = 30 * 60_000;
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('sallyport.pending-totp');

/** The key can only be confirmed there. */
export type PendingIn = 'flow' | 'session';

let heard: (() => void) | undefined;

// The server expects only the newest key.
channel?.addEventListener('message', ({ data: where }: MessageEvent<unknown>) => {
  if ((where !== 'flow' && where !== 'session') || pendingTotp(where) === undefined) return;
  forgetPendingTotp(where);
  heard?.();
});

export function whenBegunElsewhere(run: (() => void) | undefined): void {
  heard = run;
}

export function keepPendingTotp(where: PendingIn, { secret, uri }: PendingTotp): void {
  keepRecord(KEY, ownerOf(where), { where, secret, uri, until: Date.now() + LASTS });
  channel?.postMessage(where);
}

export function pendingTotp(where: PendingIn): PendingTotp | undefined {
  if (pendingWhere() !== where) return undefined;
  const kept = recordOf(KEY, ownerOf(where));
  if (!isKept(kept) || kept.until < Date.now()) return undefined;
  return { secret: kept.secret, uri: kept.uri };
}

export function forgetPendingTotp(where: PendingIn): void {
  if (pendingWhere() === where) sessionStorage.removeItem(KEY);
}

function ownerOf(where: PendingIn): string | undefined {
  return where === 'flow' ? thisSignIn() : thisSession();
}

function pendingWhere(): PendingIn | undefined {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isKept(kept) ? kept.where : undefined;
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
