import type { NeutralReply } from '@sallyport/http';
import type { ParameterizedContext } from 'koa';

/** Writes a reply beside what the host has set already. Koa itself keeps quiet to a client that has gone. */
export function write(ctx: ParameterizedContext<unknown>, { status, headers, cookies, body }: NeutralReply): void {
  ctx.status = status;
  ctx.set({ ...headers });
  for (const cookie of cookies) ctx.append('set-cookie', cookie);
  ctx.body = body;
}
