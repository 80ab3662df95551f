import { type NextRequest, NextResponse } from 'next/server';
import { guard } from './lib/auth.ts';

/**
 * Answers for a page before Next sends its shell: 307 to the sign-in page, or 503 if the store does not answer. A component is too late for both, because
 * the shell has the status 200. The component checks the session again, and demands the strength.
 */
export async function proxy({ method, headers, nextUrl, url }: NextRequest): Promise<Response> {
  // A server action posts to the address of its page, and checks the session itself.
  if (method !== 'GET' && method !== 'HEAD') return NextResponse.next();
  const { refused } = await guard.check(headers);
  if (refused === 'store-unavailable' || refused === 'busy')
    return new Response(AWAY, { status: 503, headers: HEADERS });
  if (refused !== 'no-session') return NextResponse.next();
  const next = encodeURIComponent(nextUrl.pathname + nextUrl.search);
  return NextResponse.redirect(new URL(`/sign-in?next=${next}`, url));
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'retry-after': '5',
  'content-security-policy': "frame-ancestors 'none'",
};
const AWAY = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Try again</title>
<h1>Our database does not answer</h1><p>You are still signed in, and nothing is lost. <a href="">Try again</a></p></html>`;

/** The pages behind the sign-in. */
export const config = { matcher: ['/', '/vault'] };
