import { account, enroll, signIn, vault } from './documents.ts';
import { assetsFolder } from './server/assets.ts';
import { type MountedPages, mount } from './server/mount.ts';
import type { Site } from './server/site.ts';
import type { SampleAccounts, VaultPage } from './settings.ts';

/** The options of {@link pages}. */
export interface PagesOptions extends Site {
  /** Accounts that one tap signs in with, for a demo. Never use this on a real site. */
  readonly sampleAccounts?: SampleAccounts | undefined;
  /** The host's routes behind `/vault`, for a host without tenants. Absent: there is no page `/vault`. */
  readonly vault?: VaultPage | undefined;
}

/**
 * The pages of a person: `/sign-in`, `/enroll`, `/account`, and `/vault` if configured, in English or German by `Accept-Language`. The pages
 * call the HTTP contract at `/auth` on the same origin.
 *
 * @example
 * ```ts
 * import { sallyport } from '@sallyport/express';
 * import { pages } from '@sallyport/pages';
 * import express from 'express';
 *
 * const app = express();
 * app.use('/auth', sallyport(auth).routes());
 * app.use(pages({ name: 'Example' }).middleware);
 * ```
 */
export function pages({ sampleAccounts, vault: vaultPage, ...site }: PagesOptions = {}): MountedPages {
  const all = [signIn(site, sampleAccounts), enroll(site), account(site)];
  return mount({
    pages: vaultPage === undefined ? all : [...all, vault(site, vaultPage)],
    assets: assetsFolder(import.meta.url),
  });
}
