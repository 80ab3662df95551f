import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import type { AuthnRequest } from './authn-request.ts';
import { escaped } from './templates.ts';

/**
 * Answers with the form that posts a response to its service provider (SAML Bindings §3.5). A script submits the form; without scripts, the
 * person presses the button.
 */
export function postForm(res: Response, { from, relayState }: AuthnRequest, response: string): void {
  const nonce = randomBytes(16).toString('base64');
  const relay =
    relayState === undefined ? '' : `<input type="hidden" name="RelayState" value="${escaped(relayState)}">`;
  page(
    res,
    200,
    // Chromium blocks a redirect after a form too (CSP Level 3 §6.4.1), and an app may send the person on to any of its hosts.
    { nonce, formAction: new URL(from.acs).protocol },
    `<form method="post" action="${escaped(from.acs)}">
<p>You are signed in. Going back to the app…</p>
<input type="hidden" name="SAMLResponse" value="${escaped(response)}">${relay}
<button>Continue</button>
</form>
<script nonce="${nonce}">document.forms[0].submit()</script>`,
  );
}

/** Shows the person why the sign-in cannot continue. */
export function refusalPage(res: Response, status: number, why: string): void {
  page(
    res,
    status,
    { nonce: randomBytes(16).toString('base64'), formAction: "'none'" },
    `<h1>This sign-in cannot go on</h1><p>${escaped(why)}</p><p>Go back to the app that you came from, and try again there.</p>`,
  );
}

function page(
  res: Response,
  status: number,
  { nonce, formAction }: { readonly nonce: string; readonly formAction: string },
  body: string,
): void {
  res
    .status(status)
    .set({
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action ${formAction}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('html')
    .send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title><link rel="stylesheet" href="/assets/style.css"></head>
<body><main class="narrow"><div class="card stage">${body}</div></main></body>
</html>`);
}
