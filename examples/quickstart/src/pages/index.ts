import { adminPages } from '@sallyport/admin-pages';
import { assetsFolder, type MountedPages, mount, pages } from '@sallyport/pages';
import { home } from './home.ts';
import { mail } from './mail.ts';
import { personPages, site } from './site.ts';

/** The pages of a person, the pages of administrators, and the demo's own pages. */
export const mountedPages = (ssoDemo: boolean): readonly MountedPages[] => [
  pages(personPages),
  adminPages(site),
  mount({ pages: [home(ssoDemo), mail], assets: assetsFolder(import.meta.url) }),
];
