import { isRefusal } from '@sallyport/engine';
import { auth } from '../../lib/auth.ts';

export async function POST(request: Request): Promise<Response> {
  const { email, password }: Partial<Record<string, unknown>> = Object(await request.json().catch(() => undefined));
  if (typeof email !== 'string' || typeof password !== 'string') {
    return Response.json({ error: 'email and password are needed' }, { status: 400 });
  }
  const account = await auth.people.create({ identifier: email, email, password, by: 'host' });
  if (isRefusal(account)) {
    return Response.json({ error: account.refused }, { status: account.refused === 'already-exists' ? 409 : 400 });
  }
  return Response.json({ account: account.accountId }, { status: 201 });
}
