import { createSallyportClient, type SallyportClient } from '@sallyport/browser';
import { tellingOtherTabs } from './tabs.ts';

/** The one client of a page. */
export const client: SallyportClient = createSallyportClient({ fetch: tellingOtherTabs });
