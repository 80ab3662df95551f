import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FIRST_LANGUAGE, languageFor } from '../language.ts';
import { assetsIn, cachingOf } from './assets.ts';
import { AT, placeBy } from './at.ts';
import { guardedPolicy, type PageDocument, REFERRER } from './page-document.ts';
import { type Site, textIn } from './site.ts';
import { themeSheet } from './theme.ts';

/** A request for a page, independent of the framework. */
export interface PageRequest {
  /** `GET` or `HEAD`. Other methods get no page, but `undefined`. */
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The header `Accept-Language`, which chooses the language of the page. */
  readonly acceptLanguage?: string | undefined;
  /** The header `If-None-Match`. If it names the present version, the reply is 304 without a body. */
  readonly ifNoneMatch?: string | undefined;
}

/** A page or a file, ready for a framework to write. */
export interface PageReply {
  /** 304: the browser's copy is the present version. */
  readonly status: 200 | 304;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for `HEAD` and with 304. */
  readonly body: Uint8Array;
}

/** Pages with their scripts and style sheets, ready for a host's framework. All paths start at the root of the host's origin, or at the option `at`. */
export interface MountedPages {
  /** Answers `GET` and `HEAD`. Returns `undefined` for other methods and for unknown paths: pass such a request on. */
  answer(request: PageRequest): PageReply | undefined;
  /** A middleware for Express, Connect, Polka and `node:http`: `app.use(pages({ … }).middleware)`. */
  readonly middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  /** Answers a request of the Fetch API, for Hono, Next.js and others. Returns `undefined` like {@link MountedPages.answer}. */
  fetch(request: Request): Response | undefined;
}

/** Mounts pages with the files of a folder, which the pages load from `/assets/` below `at`. */
export function mount({
  pages,
  site: { theme, frameAncestors, at, languages = {} } = {},
  assets: folder,
}: {
  readonly pages: readonly PageDocument[];
  /**
   * The site of the pages: its `theme` is a file, its `languages` are languages of the pages, its `frameAncestors` are in their content security policy, and `at` is
   * where they are. Default: no theme, English and German, no frame, and the root.
   */
  readonly site?:
    | (Pick<Site, 'theme' | 'frameAncestors' | 'at'> & {
        readonly languages?: Readonly<Record<string, unknown>> | undefined;
      })
    | undefined;
  /** The folder with scripts and style sheets. */
  readonly assets: string;
}): MountedPages {
  const byPath = new Map(
    pages.map((page) => [page.path, { ...page, policy: guardedPolicy(page.policy, frameAncestors) }]),
  );
  const asset = assetsIn(folder, themeSheet(theme));
  const placeOf = placeBy(at);
  const answer = (request: PageRequest): PageReply | undefined => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const place = placeOf(request.path);
    if (place === undefined) return undefined;
    const path = request.path.slice(place.length);
    const page = byPath.get(path);
    if (page !== undefined) return pageReply(page, request, { place, added: Object.keys(languages) });
    const found = asset(path);
    if (found === undefined) return undefined;
    return replyWith({ 'content-type': found.type, 'cache-control': cachingOf(path) }, found.body, request);
  };
  return {
    answer,
    middleware(request, response, next) {
      const reply = answer({
        method: request.method ?? 'GET',
        path: (request.url ?? '/').replace(/\?.*$/s, ''),
        acceptLanguage: request.headers['accept-language'],
        ifNoneMatch: request.headers['if-none-match'],
      });
      if (reply === undefined) next();
      else response.writeHead(reply.status, reply.headers).end(reply.body);
    },
    fetch({ method, url, headers }) {
      const reply = answer({
        method,
        path: new URL(url).pathname,
        acceptLanguage: headers.get('accept-language') ?? undefined,
        ifNoneMatch: headers.get('if-none-match') ?? undefined,
      });
      if (reply === undefined) return undefined;
      const body = reply.body.length === 0 ? null : new Uint8Array(reply.body);
      return new Response(body, { status: reply.status, headers: reply.headers });
    },
  };
}

function pageReply(
  { html, policy }: Required<PageDocument>,
  request: PageRequest,
  { place, added }: { readonly place: string; readonly added: readonly string[] },
): PageReply {
  const wanted = languageFor(request.acceptLanguage, added);
  const language = html[wanted] === undefined ? FIRST_LANGUAGE : wanted;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    vary: 'Accept-Language',
    'content-security-policy': policy,
    'referrer-policy': REFERRER,
  };
  return replyWith(headers, Buffer.from(textIn(html, language).replaceAll(AT, () => place)), request);
}

function replyWith(
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  { method, ifNoneMatch = '' }: PageRequest,
): PageReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const all = { ...headers, etag, 'x-content-type-options': 'nosniff' };
  // RFC 9110 §13.1.2: a list of tags, compared weakly.
  if (ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
    return { status: 304, headers: all, body: new Uint8Array() };
  const sized = { ...all, 'content-length': String(body.length) };
  return { status: 200, headers: sized, body: method === 'HEAD' ? new Uint8Array() : body };
}
