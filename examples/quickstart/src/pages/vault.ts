import { layout } from './layout.ts';

export const vault: string = layout({
  title: 'Vault',
  path: '/vault',
  script: 'vault',
  body: `<div class="title"><h1>Your vault</h1></div>
<p class="muted">A note that only you can read. Your browser holds the key; the server keeps it sealed, and can open none of it.</p>
<div id="vault" data-testid="vault" class="stack"><p class="muted">Asking the server…</p></div>`,
});
