import { layout } from './layout.ts';

export const signIn: string = layout({
  title: 'Sign in',
  path: '/sign-in',
  frame: 'narrow',
  script: 'sign-in',
  body: `<div id="problem"></div>
<div id="sign-in" class="card stage" aria-live="polite"><p class="muted">One moment…</p></div>
<div id="aside"></div>`,
});
