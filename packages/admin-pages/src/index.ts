import { assetsFolder, checkSite, type MountedPages, mount } from '@sallyport/pages';
import { type AdminSite, type AdminWords, documents } from './documents.ts';

/**
 * The pages of administrators: `/admin` (overview), `/admin/people`, `/admin/policy`, `/admin/activity` and `/admin/risks`, in English or
 * German by `Accept-Language`. The pages call the HTTP contract at `/auth` on the same origin. The contract decides who may do what: a person
 * without a role of administration sees a refusal.
 *
 * @example
 * ```ts
 * import { adminPages } from '@sallyport/admin-pages';
 * import { sallyport } from '@sallyport/express';
 * import express from 'express';
 *
 * const app = express();
 * app.use('/auth', sallyport(auth).routes());
 * app.use(adminPages({ name: 'Example' }).middleware);
 * ```
 */
export function adminPages(site: AdminSite = {}): MountedPages {
  checkSite('adminPages', site);
  return mount({ pages: documents(site), site, assets: assetsFolder(import.meta.url) });
}

export type { AdminSite, AdminWords };
