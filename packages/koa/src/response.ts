import type { NeutralReply } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/** Writes a reply and keeps the headers that the host has already set. Koa itself ignores a closed connection. */
export function write(ctx: ParameterizedContext<unknown>, { status, headers, cookies, body }: NeutralReply): void {
  ctx.status = status;
  ctx.set({ ...headers });
  for (const cookie of cookies) ctx.append('set-cookie', cookie);
  ctx.body = body;
}
