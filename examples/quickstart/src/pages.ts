import { adminPages } from '@sallyport/admin-pages';
import {
  assetsFolder,
  layout,
  type MountedPages,
  mount,
  type PageDocument,
  type PagesOptions,
  pageDocument,
  pages,
  type Site,
} from '@sallyport/pages';
import { EMERGENCY_KEY } from './demo.ts';
import { type DemoPerson, demoPeople, PASSWORD } from './people.ts';
import { catalogue, type Words } from './words/catalogue.ts';

const links: readonly (readonly [href: string, page: keyof Words['navigation']])[] = [
  ['/', 'start'],
  ['/account', 'account'],
  ['/vault', 'vault'],
  ['/admin', 'admin'],
  ['/mail', 'mail'],
];

/** The roles of the demo's first policy. */
const roles: readonly (keyof Words['roles'])[] = ['super-admin', 'admin', 'employee', 'contractor'];

/** The options that all pages of the demo share. */
const site: Site = {
  links: links.map(([href, page]) => ({
    href,
    label: { en: catalogue.en.navigation[page], de: catalogue.de.navigation[page] },
  })),
  mailPage: '/mail',
  roles: Object.fromEntries(
    roles.map((role) => [role, { en: catalogue.en.roles[role], de: catalogue.de.roles[role] }]),
  ),
  words: { en: catalogue.en.site, de: catalogue.de.site },
};

/** The options of a person's pages, with the demo's accounts and the routes behind the vault. */
const personPages: PagesOptions = {
  ...site,
  signUp: true,
  sampleAccounts: {
    password: PASSWORD,
    people: demoPeople.map(({ name, address: identifier }) => ({ name, identifier })),
  },
  vault: { notes: '/app/note', log: '/app/vault-log', emergencyFingerprint: EMERGENCY_KEY.kid },
};

const ssoHowTo = ({ home }: Words): string => `<section aria-labelledby="sso-title" data-testid="sso-how-to">
<h2 id="sso-title">${home.sso}</h2>
<div class="card stack"><p>${home
  .trySso(`<strong>${home.continueWith('Example Corp')}</strong>`, (text) => `<a href="/sign-in">${text}</a>`)
  .join('')}</p>
<p class="muted">${home.aboutSso}</p></div>
</section>
`;

const personCard =
  ({ home, roles: names }: Words) =>
  ({ name, role, address, meets }: DemoPerson): string =>
    `<a class="card person" href="/sign-in?as=${encodeURIComponent(address)}" data-testid="person-${name.toLowerCase()}">
<span class="name">${name}<span class="badge">${role === 'none' ? home.noRole : names[role]}</span></span>
<span class="muted">${address}</span>
<span>${home.meets[meets]}</span></a>`;

/** The start page. With the demo's own provider, the page explains how to try the provider. */
const home = (ssoDemo: boolean): PageDocument =>
  pageDocument('/', (language, path) => {
    const words = catalogue[language];
    const says = words.home;
    return layout(site, {
      language,
      title: says.title,
      path,
      script: 'home',
      body: `<div class="hero">
<p class="eyebrow">${says.eyebrow}</p>
<h1>${says.headline}</h1>
<p class="lead">${says.lead}</p>
</div>
<section aria-labelledby="people-title">
<h2 id="people-title">${says.people}</h2>
<p class="muted">${says.password(`<code data-testid="demo-password">${PASSWORD}</code>`).join('')}</p>
<div class="people">${demoPeople.map(personCard(words)).join('')}</div>
</section>
${ssoDemo ? ssoHowTo(words) : ''}<section aria-labelledby="session-title">
<h2 id="session-title">${says.session}</h2>
<div class="card" id="session" data-testid="session"><p class="muted">${says.askingTheServer}</p></div>
</section>
<section aria-labelledby="app-title">
<h2 id="app-title">${says.app}</h2>
<p class="muted">${says.aboutTheApp}</p>
<div class="card rows" id="routes"></div>
</section>
<section aria-labelledby="mail-title">
<h2 id="mail-title">${says.mail}</h2>
<div class="card split"><p>${says.aboutMail}</p>
<a class="button" href="/mail" data-testid="mail-link">${says.openMail}</a></div>
</section>`,
    });
  });

/** The page with the demo's mails. */
const mail: PageDocument = pageDocument('/mail', (language, path) => {
  const says = catalogue[language].mail;
  return layout(site, {
    language,
    title: says.title,
    path,
    script: 'mail',
    body: `<div class="title"><div><h1>${says.title}</h1><p class="muted">${says.lead}</p></div></div>
<form id="mailbox" class="card inline" role="search">
<div class="field"><label for="to">${says.mailbox}</label>
<input id="to" name="to" type="text" inputmode="email" autocapitalize="none" spellcheck="false" autocomplete="off" required list="mailboxes" data-testid="mail-to" placeholder="${says.example}">
<datalist id="mailboxes"></datalist></div>
<button class="button" data-testid="mail-open">${says.show}</button>
</form>
<div class="chips" id="chips"></div>
<p id="news" class="unseen" role="status"></p>
<div id="mails" data-testid="mails"></div>`,
  });
});

/** The pages of a person, the pages of administrators, and the demo's own pages. */
export const mountedPages = (ssoDemo: boolean): readonly MountedPages[] => [
  pages(personPages),
  adminPages(site),
  mount({ pages: [home(ssoDemo), mail], assets: assetsFolder(import.meta.url) }),
];
