import { layout, type PageWords } from './layout.ts';

export const mail = (of: PageWords): string => {
  const { mail: says } = of.words;
  return layout(of, {
    title: says.title,
    path: '/mail',
    script: 'mail',
    body: `<div class="title"><div><h1>${says.title}</h1><p class="muted">${says.lead}</p></div></div>
<form id="mailbox" class="card inline" role="search">
<div class="field"><label for="to">${says.mailbox}</label>
<input id="to" name="to" type="text" inputmode="email" autocapitalize="none" spellcheck="false" autocomplete="off" required list="mailboxes" data-testid="mail-to" placeholder="${says.example}">
<datalist id="mailboxes"></datalist></div>
<button class="button" data-testid="mail-open">${says.show}</button>
</form>
<div class="chips" id="chips"></div>
<p id="news" class="unseen" role="status"></p>
<div id="mails" data-testid="mails"></div>`,
  });
};
