import { layout, type PageDocument, pageDocument } from '@sallyport/pages';
import { type DemoPerson, demoPeople, PASSWORD } from '../people.ts';
import { catalogue } from '../words/catalogue.ts';
import type { Words } from '../words/words.ts';
import { site } from './site.ts';

const ssoHowTo = ({ home }: Words): string => `<section aria-labelledby="sso-title" data-testid="sso-how-to">
<h2 id="sso-title">${home.sso}</h2>
<div class="card stack"><p>${home
  .trySso(`<strong>${home.continueWith('Example Corp')}</strong>`, (text) => `<a href="/sign-in">${text}</a>`)
  .join('')}</p>
<p class="muted">${home.aboutSso}</p></div>
</section>
`;

const personCard =
  ({ home }: Words) =>
  ({ name, role, address, meets }: DemoPerson): string =>
    `<a class="card person" href="/sign-in?as=${encodeURIComponent(address)}" data-testid="person-${name.toLowerCase()}">
<span class="name">${name}<span class="badge">${home.roles[role]}</span></span>
<span class="muted">${address}</span>
<span>${home.meets[meets]}</span></a>`;

/** The start page. With the demo's own provider, the page explains how to try the provider. */
export const home = (ssoDemo: boolean): PageDocument =>
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
