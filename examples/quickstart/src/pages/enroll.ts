import { layout } from './layout.ts';

export const enroll: string = layout({
  title: 'Set up a second step',
  path: '/enroll',
  frame: 'narrow',
  script: 'enroll',
  body: `<div id="enroll" class="card stage" aria-live="polite"><p class="muted">One moment…</p></div>`,
});
