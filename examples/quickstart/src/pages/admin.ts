import { layout } from './layout.ts';

const sections: readonly (readonly [path: string, label: string])[] = [
  ['/admin', 'Accounts'],
  ['/admin/security', 'Security'],
  ['/admin/policy', 'Policy'],
];

function administration(path: string, title: string, script: string): string {
  const tabs = sections
    .map(([to, label]) => `<a href="${to}"${to === path ? ' aria-current="page"' : ''}>${label}</a>`)
    .join('');
  return layout({
    title,
    path,
    frame: 'wide',
    script,
    body: `<div class="title"><h1>Administration</h1><nav class="tabs" aria-label="Administration">${tabs}</nav></div>
<div id="admin"><p class="muted">Asking the server…</p></div>`,
  });
}

export const adminAccounts: string = administration('/admin', 'Accounts', 'admin');
export const adminSecurity: string = administration('/admin/security', 'Security', 'admin-security');
export const adminPolicy: string = administration('/admin/policy', 'Policy', 'admin-policy');
