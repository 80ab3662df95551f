import type { PendingSecret } from '@sallyport/store';

/** An account or a flow in which no secret of this method waits for its first code. */
export function withoutPendingSecret<Rest extends object>(
  { pendingSecret, ...rest }: Rest & { readonly pendingSecret?: PendingSecret },
  method: string,
): Omit<Rest, 'pendingSecret'> & { readonly pendingSecret?: PendingSecret } {
  return pendingSecret === undefined || pendingSecret.method === method ? rest : { ...rest, pendingSecret };
}
