import { layout } from './layout.ts';

export const mail: string = layout({
  title: 'Mail',
  path: '/mail',
  script: 'mail',
  body: `<div class="title"><div><h1>Mail</h1><p class="muted">What Sallyport sent, instead of a real mailbox. New mail appears by itself.</p></div></div>
<form id="mailbox" class="card inline" role="search">
<div class="field"><label for="to">Mailbox</label>
<input id="to" name="to" type="text" inputmode="email" autocapitalize="none" spellcheck="false" autocomplete="off" required list="mailboxes" data-testid="mail-to" placeholder="name@example.org">
<datalist id="mailboxes"></datalist></div>
<button class="button" data-testid="mail-open">Show</button>
</form>
<div class="chips" id="chips"></div>
<div id="mails" aria-live="polite" data-testid="mails"></div>`,
});
