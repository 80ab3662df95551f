import { createSallyportClient, type SallyportClient } from '@sallyport/browser';
import { here } from './here.ts';
import { pageFetch } from './page-fetch.ts';
import { shownAccount } from './shown-session.ts';

/** The client that all scripts of a page share. */
export const client: SallyportClient = createSallyportClient({
  baseUrl: here('/auth'),
  fetch: pageFetch,
  shownAccount,
});
