import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { choicePage, errorPage } from './pages.ts';
import { corpPeople, PROOFS } from './people.ts';

/** Characters of a form at most. The forms have few fields. */
const LONGEST_FORM = 4_096;

/** Handles the provider's pages for a person. The handler returns whether the request was for such a page. */
export function interactions(provider: Provider): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (!/^\/interaction\/[\w-]+$/.test(request.url ?? '')) return false;
    const answered = request.method === 'POST' ? choose(provider, request, response) : ask(provider, request, response);
    void answered.catch(() => {
      send(response, 400, errorPage('This sign-in is over. Go back to the app and begin again.'));
    });
    return true;
  };
}

async function ask(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  send(response, 200, choicePage());
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

function send(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'referrer-policy': 'no-referrer',
    })
    .end(html);
}
