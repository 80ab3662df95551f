import { layout } from './layout.ts';

export const account: string = layout({
  title: 'Account',
  path: '/account',
  script: 'account',
  body: `<div class="title"><h1>Your account</h1></div>
<div id="account"><p class="muted">Asking the server…</p></div>`,
});
