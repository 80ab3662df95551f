import { assetsFolder, checkSite, type MountedPages, mount } from '@sallyport/pages';
import { type AdminSite, type AdminWords, documents } from './documents.ts';
import { activity } from './words/en/en-activity.ts';
import { peoplePage } from './words/en/en-people.ts';
import { policyPage } from './words/en/en-policy.ts';
import { english } from './words/en/index.ts';
import { thieves } from './words/en/thieves.ts';
import { whatIf } from './words/en/what-if.ts';

const SENTENCES = { ...english, ...peoplePage, ...policyPage, thieves, whatIf, activity };

/**
 * The pages of administrators: `/admin` (overview), `/admin/people`, `/admin/policy`, `/admin/activity` and `/admin/risks`, in English or
 * German by `Accept-Language`. The pages call the HTTP contract at `/auth` on the same origin, below `at`. The contract decides who may do what: a person
 * without a role of administration sees a refusal.
 *
 * @param site the options of `pages`. `words` replaces sentences of these pages, and may also have those of `pages`
 * @throws TypeError for an unknown option or sentence, a malformed theme, or an address of another origin
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
  checkSite('adminPages', site, SENTENCES);
  return mount({ pages: documents(site), site, assets: assetsFolder(import.meta.url) });
}

export type { AdminSite, AdminWords };
