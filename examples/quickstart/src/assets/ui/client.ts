import { createSallyportClient, type SallyportClient } from '@sallyport/browser';

/** The one client of a page. */
export const client: SallyportClient = createSallyportClient();
