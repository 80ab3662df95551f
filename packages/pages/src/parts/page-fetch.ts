import { here } from './here.ts';
import { isPersonGone } from './left-page.ts';
import { noticeSignedOut } from './shown-session.ts';
import { tellingOtherTabs } from './tabs.ts';

/**
 * The `fetch` of the pages: notifies other tabs of changes to the sign-in, and this page of the end of its session. Once the
 * page of a person is empty, the promise stays pending, and the page sends nothing more.
 */
export async function pageFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const isLast = isOfLeaving(input, init);
  if (isPersonGone() && !isLast) return pending;
  try {
    const response = await tellingOtherTabs(input, init);
    await noticeSignedOut(response);
    await response
      .clone()
      .arrayBuffer()
      .catch(() => undefined);
    return response;
  } finally {
    if (isPersonGone() && !isLast) await pending;
  }
}

const pending = new Promise<never>(() => {});

/** The answer may name the provider's page to sign out at. */
function isOfLeaving(input: RequestInfo | URL, { method, keepalive }: RequestInit = {}): boolean {
  return keepalive === true || (method === 'DELETE' && input === here('/auth/session'));
}
