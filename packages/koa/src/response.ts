import type { NeutralReply } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/** Writes a reply beside what the host has set already. To a client that has gone, nothing. */
export function write(ctx: ParameterizedContext<unknown>, { status, headers, cookies, body }: NeutralReply): void {
  if (!ctx.writable) return;
  ctx.status = status;
  ctx.set({ ...headers });
  for (const cookie of cookies) ctx.append('set-cookie', cookie);
  ctx.body = body;
}
