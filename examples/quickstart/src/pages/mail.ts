import { layout, type PageDocument, pageDocument } from '@sallyport/pages';
import { catalogue } from '../words/catalogue.ts';
import { site } from './site.ts';

/** The page with the demo's mails. */
export const mail: PageDocument = pageDocument('/mail', (language, path) => {
  const says = catalogue[language].mail;
  return layout(site, {
    language,
    title: says.title,
    path,
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
});
