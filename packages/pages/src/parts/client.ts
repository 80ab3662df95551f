import { createSallyportClient, type SallyportClient } from '@sallyport/browser';
import { pageFetch } from './page-fetch.ts';

/** The client that all scripts of a page share. */
export const client: SallyportClient = createSallyportClient({ fetch: pageFetch });
