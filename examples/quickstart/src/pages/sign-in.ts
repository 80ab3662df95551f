import { layout, type PageWords } from './layout.ts';

export const signIn = (of: PageWords): string =>
  layout(of, {
    title: of.words.shell.signIn,
    path: '/sign-in',
    frame: 'narrow',
    script: 'sign-in',
    body: `<div id="problem"></div>
<div id="sign-in" class="card stage"><p class="muted">${of.words.shell.oneMoment}</p></div>
<div id="aside"></div>`,
  });
