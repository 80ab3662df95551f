import { connection } from 'next/server';
import { auth } from '../../lib/auth.ts';

/** For the health check of a load balancer. Without `connection()`, Next would store the answer at the build. */
export async function GET(): Promise<Response> {
  await connection();
  const { status } = await auth.health();
  return Response.json({ status }, { status: status === 'ok' ? 200 : 503 });
}
