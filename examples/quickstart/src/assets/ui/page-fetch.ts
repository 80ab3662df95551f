import { noticeSignedOut } from './signed-out.ts';
import { tellingOtherTabs } from './tabs.ts';

/** The `fetch` of the pages: other tabs learn what it changes for them, and the page itself that its session is over. */
export async function pageFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await tellingOtherTabs(input, init);
  await noticeSignedOut(response);
  return response;
}
