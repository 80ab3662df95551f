import { createSallyportClient, type SallyportClient } from '@sallyport/browser';
import { pageFetch } from './page-fetch.ts';

/** The one client of a page. */
export const client: SallyportClient = createSallyportClient({ fetch: pageFetch });
