import { layout, type PageWords } from './layout.ts';

type Section = 'accounts' | 'security' | 'policy';

const sections: readonly (readonly [path: string, section: Section])[] = [
  ['/admin', 'accounts'],
  ['/admin/security', 'security'],
  ['/admin/policy', 'policy'],
];

function administration(of: PageWords, path: string, section: Section, script: string): string {
  const { shell } = of.words;
  const tabs = sections
    .map(([to, name]) => `<a href="${to}"${to === path ? ' aria-current="page"' : ''}>${shell[name]}</a>`)
    .join('');
  return layout(of, {
    title: shell[section],
    path,
    frame: 'wide',
    script,
    body: `<div class="title"><h1>${shell.administration}</h1><nav class="tabs" aria-label="${shell.administration}">${tabs}</nav></div>
<div id="admin"><p class="muted">${shell.askingTheServer}</p></div>`,
  });
}

export const adminAccounts = (of: PageWords): string => administration(of, '/admin', 'accounts', 'admin');
export const adminSecurity = (of: PageWords): string =>
  administration(of, '/admin/security', 'security', 'admin-security');
export const adminPolicy = (of: PageWords): string => administration(of, '/admin/policy', 'policy', 'admin-policy');
