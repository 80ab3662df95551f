import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageFor } from '@sallyport/pages';
import type Provider from 'oidc-provider';
import { corpPeople, PROOFS } from '../people.ts';
import { catalogue } from '../words/catalogue.ts';

/** Characters of a form at most. The forms have few fields. */
const LONGEST_FORM = 4_096;

/**
 * Handles the provider's pages for a person. The handler returns whether the request was for such a page.
 *
 * @param app the origin of the app that the provider signs people in to
 */
export function interactions(
  provider: Provider,
  app: string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (!/^\/interaction\/[\w-]+$/.test(request.url ?? '')) return false;
    const answered =
      request.method === 'POST' ? choose(provider, request, response) : ask(provider, request, response, app);
    void answered.catch(() => {
      const accepted = request.headers['accept-language'];
      send(response, 400, app, errorPage(accepted, app, catalogue[languageFor(accepted)].corp.failed.over));
    });
    return true;
  };
}

async function ask(provider: Provider, request: IncomingMessage, response: ServerResponse, app: string): Promise<void> {
  await provider.interactionDetails(request, response);
  send(response, 200, app, choicePage(request.headers['accept-language']));
}

async function choose(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await formOf(request);
  const person = corpPeople.find(({ subject }) => subject === form.get('subject'));
  if (person === undefined) {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  const { acr, amr } = form.get('two') === 'yes' ? PROOFS.two : PROOFS.one;
  return provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.subject, acr, amr: [...amr] } },
    { mergeWithLastSubmission: false },
  );
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const part of request) {
    body += String(part);
    if (body.length > LONGEST_FORM) throw new Error('The form is too long');
  }
  return new URLSearchParams(body);
}

/**
 * The content security policy of the provider's pages. A form goes to the provider, which redirects to the app. Chromium blocks a redirect after a form
 * too (CSP Level 3 §6.4.1).
 */
export function pagePolicy(app: string): string {
  return `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' ${app}`;
}

function send(response: ServerResponse, status: number, app: string, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy(app),
      'referrer-policy': 'no-referrer',
    })
    .end(html);
}

/** Escapes a text for HTML. */
const text = (value: string): string => value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page in the best language for `accepted`, which is the request's `Accept-Language`. */
const page = (accepted: string | undefined, title: string, body: string): string => `<!doctype html>
<html lang="${languageFor(accepted)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Example Corp</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
button { font: inherit; padding: .6rem 1rem; width: 100%; margin: .25rem 0; text-align: start; }
.brand { font-weight: 700; letter-spacing: .04em; text-transform: uppercase; color: #b45309; }
label { display: block; margin: 1rem 0; }
small { opacity: .75; }
</style>
</head>
<body>
<p class="brand">Example Corp</p>
<h1>${title}</h1>
${body}
</body>
</html>
`;

/** The page that asks who signs in. A real provider asks for a password here. */
export function choicePage(accepted: string | undefined): string {
  const { title, lead, twoFactors, cancel } = catalogue[languageFor(accepted)].corp.signIn;
  const choices = corpPeople.map(
    ({ name, address, subject }) =>
      `<button name="subject" value="${text(subject)}" data-testid="corp-${text(name.toLowerCase())}">${text(name)} <small>${text(address)}</small></button>`,
  );
  return page(
    accepted,
    title,
    `<p>${lead}</p>
<form method="post">
${choices.join('\n')}
<label><input type="checkbox" name="two" value="yes" data-testid="corp-two-factors"> ${twoFactors}</label>
<button name="cancel" value="yes" data-testid="corp-cancel">${cancel}</button>
</form>`,
  );
}

/** The page for signing out. `form` is the provider's own form, with the fields that the provider checks. */
export function signOutPage(accepted: string | undefined, form: string): string {
  const { title, lead, signOut, stay } = catalogue[languageFor(accepted)].corp.signOut;
  return page(
    accepted,
    title,
    `<p>${lead}</p>
${form}
<button form="op.logoutForm" name="logout" value="yes" data-testid="corp-sign-out">${signOut}</button>
<button form="op.logoutForm">${stay}</button>`,
  );
}

/** The page after a failure, with a link to the sign-in page of the app. */
export function errorPage(accepted: string | undefined, app: string, what: string): string {
  const { title, back } = catalogue[languageFor(accepted)].corp.failed;
  return page(accepted, title, `<p>${text(what)}</p>\n<p><a href="${text(app)}/sign-in">${back}</a></p>`);
}
