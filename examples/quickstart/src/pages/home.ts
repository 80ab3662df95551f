import { type DemoPerson, demoPeople } from '../assets/ui/demo.ts';
import { layout } from './layout.ts';

const SSO = `<section aria-labelledby="sso-title" data-testid="sso-how-to">
<h2 id="sso-title">Single sign-on</h2>
<div class="card stack"><p>Press <strong>Continue with Example Corp</strong> on the <a href="/sign-in">sign-in page</a>. You are sent to the
demo’s own identity provider, say there who you are, and come back. Its word is one factor: the second is asked for here. Say there
that you proved two, and none is: the policy trusts Example Corp for that.</p>
<p class="muted">Signing out here offers to sign you out there. An account’s page links and unlinks an identity.</p></div>
</section>
`;

function personCard({ name, role, address, meets }: DemoPerson): string {
  return `<a class="card person" href="/sign-in?as=${encodeURIComponent(address)}" data-testid="person-${name.toLowerCase()}">
<span class="name">${name}<span class="badge">${role}</span></span>
<span class="muted">${address}</span>
<span>${meets}</span></a>`;
}

/** The start page; with the demo's own provider, it says how to try it. */
export const home = (ssoDemo: boolean): string =>
  layout({
    title: 'What to try',
    path: '/',
    script: 'home',
    body: `<div class="hero">
<p class="eyebrow">Quickstart</p>
<h1>One policy decides who gets in</h1>
<p class="lead">This tenant asks everyone for <strong>baseline</strong>. Super administrators and contractors must meet
<strong>enhanced</strong>: no email codes, an authenticator app or a passkey instead. Sign in as each of the four and see
what the policy asks of them.</p>
</div>
<section aria-labelledby="people-title">
<h2 id="people-title">Four people</h2>
<p class="muted">All with the password <code data-testid="demo-password">correct horse battery staple</code>. Choosing one fills in the form.</p>
<div class="people">${demoPeople.map(personCard).join('')}</div>
</section>
${ssoDemo ? SSO : ''}<section aria-labelledby="session-title">
<h2 id="session-title">You, right now</h2>
<div class="card" id="session" data-testid="session"><p class="muted">Asking the server…</p></div>
</section>
<section aria-labelledby="app-title">
<h2 id="app-title">An app behind the gate</h2>
<p class="muted">Three routes of the demo app, each with its own demand. A session that falls short is stepped up, not sent away.</p>
<div class="card rows" id="routes"></div>
</section>
<section aria-labelledby="mail-title">
<h2 id="mail-title">Mail</h2>
<div class="card split"><p>Codes and links go to the demo’s mail page instead of a real mailbox. Keep it open in another tab.</p>
<a class="button" href="/mail" data-testid="mail-link">Open the mail page</a></div>
</section>`,
  });
