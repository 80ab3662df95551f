import type { PendingSecret } from '@sallyport/store';

/** Returns an account or a flow without the secret of this method that waits for its first code. */
export function withoutPendingSecret<Rest extends object>(
  { pendingSecret, ...rest }: Rest & { readonly pendingSecret?: PendingSecret },
  method: string,
): Omit<Rest, 'pendingSecret'> & { readonly pendingSecret?: PendingSecret } {
  return pendingSecret === undefined || pendingSecret.method === method ? rest : { ...rest, pendingSecret };
}
