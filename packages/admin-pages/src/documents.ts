import {
  type Language,
  layout,
  type PageDocument,
  type PartsWords,
  type Site,
  sentencesOf,
  translatedDocument,
} from '@sallyport/pages';
import { type IconName, icons } from './icons.ts';
import { german } from './words/de/index.ts';
import type { ActivityWords } from './words/en/en-activity.ts';
import type { PeopleWords } from './words/en/en-people.ts';
import type { PolicyWords } from './words/en/en-policy.ts';
import { english, type Words } from './words/en/index.ts';
import type { ThiefWords } from './words/en/thieves.ts';
import type { WhatIfWords } from './words/en/what-if.ts';

/** The options of `adminPages`. `words` replaces sentences of these pages and of the shared parts. */
export type AdminSite = Site<AdminWords>;

/** The sentences of the administrators' pages, with those of the shared parts. */
export type AdminWords = PartsWords &
  Words &
  PeopleWords &
  PolicyWords & { readonly thieves: ThiefWords; readonly whatIf: WhatIfWords; readonly activity: ActivityWords };

type Section = 'overview' | 'people' | 'policy' | 'activity' | 'risks';

const catalogue: Readonly<Record<Language, Words>> = { en: english, de: german };

/** The script of `/admin/people` is `/assets/admin-people.js`. */
const sections: readonly (readonly [path: string, section: Section])[] = [
  ['/admin', 'overview'],
  ['/admin/people', 'people'],
  ['/admin/policy', 'policy'],
  ['/admin/activity', 'activity'],
  ['/admin/risks', 'risks'],
];

const icon = (name: IconName): string =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[name]}"/></svg>`;

export const documents = (site: AdminSite): readonly PageDocument[] =>
  sections.map(([path, section]) =>
    translatedDocument(path, site, (language) => {
      const says = sentencesOf<Words>(site, catalogue, language).titles;
      const links = sections
        .map(([to, name]) => {
          const here = to === path ? ' aria-current="page"' : '';
          return `<li><a href="{at}${to}"${here}>${icon(name)}<span>${says[name]}</span></a></li>`;
        })
        .join('');
      return layout(site, {
        language,
        title: says[section],
        path,
        frame: 'wide',
        navigation: `<nav aria-label="${says.administration}"><ul>${links}</ul></nav>`,
        script: `admin-${section}`,
        style: `admin-${section}-style`,
        body: `<div class="head" id="head"><div><h1>${says[section]}</h1><p id="lead"></p></div><div class="acts" id="acts"></div></div>
<div id="admin"><p class="asking muted">${says.askingTheServer}</p><div class="waiting"></div><div class="waiting"></div></div>`,
      });
    }),
  );
