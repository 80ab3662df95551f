import { account, disown, enroll, signIn, signUp as signUpPage, vault } from './documents.ts';
import { assetsFolder } from './server/assets.ts';
import { type MountedPages, mount } from './server/mount.ts';
import type { Site } from './server/site.ts';
import type { SampleAccounts, VaultPage } from './settings.ts';

/** The options of {@link pages}. */
export interface PagesOptions extends Site {
  /** Accounts that one tap signs in with, for a demo. Never use this on a real site. */
  readonly sampleAccounts?: SampleAccounts | undefined;
  /** The page `/sign-up`, for a host that serves the contract with `signUp: true`. Default: false. */
  readonly signUp?: boolean | undefined;
  /** The host's routes behind `/vault`, for a host without tenants. Absent: there is no page `/vault`. */
  readonly vault?: VaultPage | undefined;
}

/**
 * The pages of a person: `/sign-in`, `/disown`, `/enroll`, `/account`, and `/sign-up` and `/vault` if configured, in English or German by `Accept-Language`. The pages
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
export function pages({ sampleAccounts, signUp, vault: vaultPage, ...site }: PagesOptions = {}): MountedPages {
  return mount({
    pages: [
      signIn(site, { sampleAccounts, signUp }),
      ...(signUp === true ? [signUpPage(site)] : []),
      disown(site),
      enroll(site),
      account(site),
      ...(vaultPage === undefined ? [] : [vault(site, vaultPage)]),
    ],
    assets: assetsFolder(import.meta.url),
  });
}
