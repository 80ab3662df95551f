import { layout, type PageWords } from './layout.ts';

export const account = (of: PageWords): string =>
  layout(of, {
    title: of.words.shell.account,
    path: '/account',
    script: 'account',
    body: `<div class="title"><h1>${of.words.shell.yourAccount}</h1></div>
<div id="account"><p class="muted">${of.words.shell.askingTheServer}</p></div>`,
  });
