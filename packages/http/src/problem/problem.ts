import type { Instant } from '@sallyport/core';
import type { HttpRefusal, Refused } from '../message/refusal.ts';
import { jsonReply, type NeutralReply } from '../message/reply.ts';
import type { ProblemView } from '../shapes/problem.ts';

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code?: string;
  readonly wait?: number;
}

/** Fixed texts, so that equal cases read the same (RFC 9457 §3.1.4). */
const PROBLEMS: Readonly<Record<Refused, Problem>> = {
  'malformed-input': {
    status: 400,
    title: 'Malformed input',
    detail: 'The request is not what this endpoint takes; errors says where.',
  },
  'invalid-credentials': { status: 401, title: 'Invalid credentials', detail: 'What was sent does not prove it.' },
  'no-session': { status: 401, title: 'Not signed in', detail: 'This needs a session: sign in.' },
  'insufficient-strength': {
    status: 401,
    title: 'A stronger or more recent proof is needed',
    detail: 'Step up this session to go on; the challenge says to what.',
  },
  'account-blocked': { status: 403, title: 'Account blocked', detail: 'An administrator blocked this account.' },
  'method-not-allowed': {
    status: 403,
    title: 'Method not allowed',
    detail: 'This way of signing in is not allowed here.',
  },
  'no-way-in': {
    status: 403,
    title: 'No way in',
    detail: 'What this account can prove here is not enough. An administrator can vouch with an enrollment code.',
  },
  'not-permitted': { status: 403, title: 'Not permitted', detail: 'This session may not do that.' },
  'not-a-member': {
    status: 403,
    title: 'Not a member',
    detail: 'This account is no member of the organisation, or there is no such organisation.',
  },
  'cross-site': { status: 403, title: 'Cross-site request', detail: 'The request did not come from this site.' },
  'not-found': { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  'flow-conflict': {
    status: 409,
    title: 'The sign-in moved on',
    detail: 'Another request moved this sign-in on meanwhile: reload and try again.',
  },
  'policy-strands-administrators': {
    status: 409,
    title: 'Nobody could administer any more',
    detail: 'With this change no policy administrator could sign in.',
  },
  'no-way-in-left': {
    status: 409,
    code: 'no-way-in',
    title: 'No way in would be left',
    detail: 'With this change there would be no way in.',
  },
  'strands-owners': {
    status: 409,
    title: 'No owner could enter any more',
    detail: 'With this change no owner of the organisation could enter it.',
  },
  'session-limit': {
    status: 409,
    title: 'Too many sessions',
    detail: 'This account is signed in in as many places as allowed: sign out somewhere first.',
  },
  'deletion-refused': {
    status: 409,
    title: 'Not deleted',
    detail: 'The app keeps this account for now. Ask whoever runs the app.',
  },
  'already-exists': { status: 409, title: 'Already exists', detail: 'Something with that name is there already.' },
  'roles-from-host': {
    status: 409,
    title: 'Roles come from the application',
    detail: 'The application says which roles an account has; change them there.',
  },
  'vault-needs-another-way': {
    status: 409,
    title: 'The vault needs another way in',
    detail: 'Passkeys alone may not open a vault; add a secret, or what the policy asks for, and try again.',
  },
  'flow-expired': { status: 410, title: 'No sign-in under way', detail: 'There is no open sign-in: begin again.' },
  'precondition-failed': {
    status: 412,
    title: 'Changed meanwhile',
    detail: 'It has changed since you read it: load it again, and decide anew.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    detail: 'The body is over what this endpoint takes: 64 KiB for most.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    detail: 'The body has to be application/json in UTF-8.',
  },
  'precondition-required': {
    status: 428,
    title: 'Precondition required',
    detail: 'Say with If-Match which version the change is based on.',
  },
  locked: { status: 429, title: 'Locked', detail: 'Too many failed attempts: wait, then try again.', wait: 60 },
  'too-many-mails': { status: 429, title: 'Too many mails', detail: 'Too many mails: wait, then ask again.', wait: 60 },
  internal: { status: 500, title: 'Internal error', detail: 'Something went wrong here.' },
  'mail-unavailable': { status: 503, title: 'Mail unavailable', detail: 'The mail could not be sent: ask again.' },
  'provider-did-not-ask': {
    status: 403,
    title: 'The provider did not ask',
    detail: 'The provider answered with an earlier sign-in, and did not ask the person.',
  },
  'sign-in-cancelled': {
    status: 403,
    title: 'Sign-in cancelled',
    detail: 'The sign-in at the provider was cancelled.',
  },
  'provider-unavailable': {
    status: 503,
    title: 'Provider unavailable',
    detail: 'A provider, a directory or another service of the host does not answer: try again in a moment.',
    wait: 5,
  },
  'store-unavailable': { status: 503, title: 'Store unavailable', detail: 'Try again in a moment.', wait: 2 },
  busy: { status: 503, title: 'Busy', detail: 'Too much at once: try again in a moment.', wait: 1 },
};

export function problemOf(refused: Refused): {
  readonly status: number;
  readonly code: string;
  readonly title: string;
} {
  const { status, code, title } = PROBLEMS[refused];
  return { status, code: code ?? refused, title };
}

/**
 * The problem document of a refusal (RFC 9457), with its headers: `Retry-After` in seconds (RFC 9110 §10.2.3) and
 * `WWW-Authenticate` (RFC 9470).
 *
 * @param instance the id of the request, as a URI (RFC 9457 §3.1.5)
 */
export function problemReply(refusal: HttpRefusal, now: Instant, instance?: string): NeutralReply {
  const { status, title, detail, wait, code = refusal.refused } = PROBLEMS[refusal.refused];
  const seconds = wait === undefined ? undefined : secondsUntil(refusal.until, now, wait);
  const body: ProblemView = {
    type: `urn:sallyport:problem:${code}`,
    title,
    status,
    code,
    detail: refusal.detail ?? detail,
    instance,
    errors: refusal.refused === 'malformed-input' ? (refusal.errors ?? []) : undefined,
    because: refusal.because,
    passkey: refusal.passkey,
    directory: refusal.directory,
    identifier: refusal.identifier,
    most: refusal.most,
    demand: refusal.refused === 'insufficient-strength' ? refusal.demand : undefined,
    in: refusal.in,
    flow: openFlowOf(refusal),
  };
  const reply = jsonReply(
    status,
    { ...body },
    {
      headers: {
        'content-type': 'application/problem+json',
        ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
        ...(status === 401 ? { 'www-authenticate': wwwAuthenticate(refusal) } : {}),
      },
    },
  );
  return { ...reply, problem: code };
}

/** In cookie mode the flow travels in its cookie. */
function openFlowOf({ keep }: HttpRefusal): ProblemView['flow'] {
  if (keep?.mode !== 'token' || !keep.flow) return undefined;
  const { token, expiresAt } = keep.flow;
  return { token, expiresAt: new Date(expiresAt).toISOString() };
}

function secondsUntil(until: Instant | undefined, now: Instant, otherwise: number): number {
  return until === undefined ? otherwise : Math.max(1, Math.ceil((until - now) / 1000));
}

/** Every 401 must carry the header (RFC 9110 §15.5.2): for a weak or old session with the step-up challenge of RFC 9470 §3. */
function wwwAuthenticate({ refused, demand }: Pick<HttpRefusal, 'demand'> & { readonly refused: string }): string {
  if (refused !== 'insufficient-strength') return 'Bearer realm="sallyport"';
  const strengths = (demand?.strengths ?? []).filter((name) => SAFE_NAME.test(name));
  return [
    'Bearer error="insufficient_user_authentication"',
    ...(strengths.length === 0 ? [] : [`acr_values="${strengths.join(' ')}"`]),
    ...(demand?.maxAgeSeconds === undefined ? [] : [`max_age="${demand.maxAgeSeconds}"`]),
  ].join(', ');
}

/** Names without escaping in a quoted string (RFC 9110 §5.6.4), and without spaces. */
const SAFE_NAME = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
