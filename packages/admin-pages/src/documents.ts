import { type Language, layout, type PageDocument, pageDocument, type Site } from '@sallyport/pages';
import { german } from './words/de/index.ts';
import { english, type Words } from './words/en/index.ts';

type Section = 'accounts' | 'security' | 'policy';

const titles: Readonly<Record<Language, Words['titles']>> = { en: english.titles, de: german.titles };

/** The pages by section, with the name of each page's script. */
const sections: readonly (readonly [path: string, section: Section, script: string])[] = [
  ['/admin', 'accounts', 'admin'],
  ['/admin/security', 'security', 'admin-security'],
  ['/admin/policy', 'policy', 'admin-policy'],
];

/** The administrators' pages as HTML. Their scripts fill in the contents. */
export const documents = (site: Site): readonly PageDocument[] =>
  sections.map(([path, section, script]) =>
    pageDocument(path, (language) => {
      const says = titles[language];
      const tabs = sections
        .map(([to, name]) => `<a href="${to}"${to === path ? ' aria-current="page"' : ''}>${says[name]}</a>`)
        .join('');
      return layout(site, {
        language,
        title: says[section],
        path,
        frame: 'wide',
        script,
        style: 'admin-style',
        body: `<div class="title"><h1>${says.administration}</h1><nav class="tabs" aria-label="${says.administration}">${tabs}</nav></div>
<div id="admin"><p class="muted">${says.askingTheServer}</p></div>`,
      });
    }),
  );
