import { layout, type PageWords } from './layout.ts';

export const vault = (of: PageWords): string =>
  layout(of, {
    title: of.words.shell.vault,
    path: '/vault',
    script: 'vault',
    body: `<div class="title"><h1>${of.words.shell.yourVault}</h1></div>
<p class="muted">${of.words.shell.aboutTheVault}</p>
<div id="vault" data-testid="vault"><p class="muted">${of.words.shell.askingTheServer}</p></div>`,
  });
