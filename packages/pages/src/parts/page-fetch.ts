import { noticeSignedOut } from './shown-session.ts';
import { tellingOtherTabs } from './tabs.ts';

/** The `fetch` of the pages: notifies other tabs of changes to the sign-in, and this page of the end of its session. */
export async function pageFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await tellingOtherTabs(input, init);
  await noticeSignedOut(response);
  return response;
}
