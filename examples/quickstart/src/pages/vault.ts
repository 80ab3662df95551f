import { layout } from './layout.ts';

export const vault: string = layout({
  title: 'Vault',
  path: '/vault',
  frame: 'narrow',
  script: 'vault',
  body: `<div class="card stage" data-testid="vault">
<p class="eyebrow">Not in this release</p>
<h1>The vault comes next</h1>
<p>It arrives with a release of its own. Until then its endpoints answer <code>404 not-found</code>, and there is nothing to set up here.</p>
<h2 class="small">What it will be</h2>
<ul class="plain">
<li>A place for what only you may read. Your browser holds the key; the server keeps it sealed and can open none of it.</li>
<li>The passkey that signs you in opens it too. No second password.</li>
<li>Another way in is asked for from the start, so that a lost device is not a lost vault.</li>
</ul>
<p class="muted">What is here today is a guarded route of the demo app that asks for <em>enhanced</em>:</p>
<div class="card rows inset" id="routes"></div>
</div>`,
});
