import type { PagesOptions, Site } from '@sallyport/pages';
import { EMERGENCY_KEY } from '../emergency-key.ts';
import { demoPeople, PASSWORD } from '../people.ts';
import { catalogue } from '../words/catalogue.ts';
import type { Words } from '../words/words.ts';

const links: readonly (readonly [href: string, page: keyof Words['navigation']])[] = [
  ['/', 'start'],
  ['/account', 'account'],
  ['/vault', 'vault'],
  ['/admin', 'admin'],
  ['/mail', 'mail'],
];

/** The options that all pages of the demo share. */
export const site: Site = {
  links: links.map(([href, page]) => ({
    href,
    label: { en: catalogue.en.navigation[page], de: catalogue.de.navigation[page] },
  })),
  mailPage: '/mail',
  words: { en: catalogue.en.site, de: catalogue.de.site },
};

/** The options of a person's pages, with the demo's accounts and the routes behind the vault. */
export const personPages: PagesOptions = {
  ...site,
  sampleAccounts: {
    password: PASSWORD,
    people: demoPeople.map(({ name, address: identifier }) => ({ name, identifier })),
  },
  vault: { notes: '/app/note', log: '/app/vault-log', emergencyFingerprint: EMERGENCY_KEY.kid },
};
