import { createHmac, randomBytes } from 'node:crypto';
import type { LiveSession, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { ExpressSallyport } from '@sallyport/express';
import { type Request, type Response, Router } from 'express';
import { signedInEnough } from '../signed-in-enough.ts';
import { FORMATS, type NameIdFormat, readAuthnRequest } from './authn-request.ts';
import { contextClassOf } from './context-class.ts';
import type { IdentityProvider, RefusalCode, SignedIn } from './identity-provider.ts';
import { pendingRequests } from './pending-requests.ts';
import { postForm, refusalPage } from './post-form.ts';
import { Refused } from './refused.ts';
import type { ServiceProvider } from './service-providers.ts';

export interface SamlOptions {
  readonly auth: Sallyport;
  readonly sallyport: ExpressSallyport;
  readonly idp: IdentityProvider;
  readonly providers: ReadonlyMap<string, ServiceProvider>;
  /** The secret from which NameIDs are derived. */
  readonly secret: string;
}

/** The identity provider's routes. Assertions are issued only for a session that the policy currently grants. */
export function samlRoutes({ auth, sallyport, idp, providers, secret }: SamlOptions): Router {
  const requests = pendingRequests();
  const { now } = forAdapters(auth);
  const sso = `${auth.origin}/saml/sso`;
  const router = Router();

  router.get('/saml/metadata', (_req, res) => {
    res.type('application/samlmetadata+xml').send(idp.metadata);
  });

  router.get('/saml/sso', async (req, res) => {
    try {
      const request = readAuthnRequest(searchOf(req), { providers, sso, now: now() });
      const id = requests.add(request, now());
      if (id === undefined) throw new Refused('The request was answered already.');
      await goOn(req, res, id);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      refusalPage(res, fault.status, fault.message);
    }
  });

  // The location of the continuation. *complete* returns this location. The location is useless without the session.
  router.get('/saml/continue', (req, res) => goOn(req, res, String(req.query['request'])));

  async function goOn(req: Request, res: Response, id: string): Promise<void> {
    const pending = requests.find(id, now());
    if (pending === undefined) return refusalPage(res, 400, 'The request was answered already, or is too old.');
    const { request, at } = pending;
    if (request.context === 'impossible') return refuse(res, id, 'NoAuthnContext');
    const format = request.nameId;
    if (format === 'impossible') return refuse(res, id, 'InvalidNameIDPolicy');
    const verdict = await signedInEnough(auth, await sallyport.session(req), {
      strength: request.context === 'mfa' ? 'enhanced' : undefined,
      since: request.force ? at : undefined,
    });
    if (verdict.enough) return issue(res, id, format, verdict.session);
    if (request.passive) return refuse(res, id, 'NoPassive');
    const continuation = { location: `/saml/continue?request=${id}` };
    const begun = await sallyport.begin(req, res, { continuation, stepUp: verdict.stepUp });
    // If the step-up is already complete, redirects to the continuation, which checks the session again.
    if (begun.begun) res.redirect(303, begun.answer?.status === 'complete' ? continuation.location : '/sign-in');
  }

  async function issue(res: Response, id: string, format: NameIdFormat, session: LiveSession): Promise<void> {
    const { email } = auth.me(session).view();
    const from = requests.find(id, now())?.request.from;
    const value = from && nameOf(format, { from, session, email });
    if (value === undefined) return refuse(res, id, 'InvalidNameIDPolicy');
    const pending = requests.take(id, now());
    if (pending === undefined) return refusalPage(res, 400, 'The request was answered already.');
    const response = await idp.issue(pending.request, signedIn({ format, value }, session, email), now());
    postForm(res, pending.request, response);
  }

  function refuse(res: Response, id: string, code: RefusalCode): void {
    const pending = requests.take(id, now());
    if (pending === undefined) refusalPage(res, 400, 'The request was answered already.');
    else postForm(res, pending.request, idp.refuse(pending.request, code, now()));
  }

  function signedIn(nameId: SignedIn['nameId'], session: LiveSession, email: string | undefined): SignedIn {
    return {
      nameId,
      authTime: session.info.authTime,
      context: contextClassOf(session.info.strength),
      attributes: { mail: email === undefined ? [] : [email], groups: session.roles },
    };
  }

  /** `undefined` without a mail address. */
  function nameOf(
    format: NameIdFormat,
    who: { readonly from: ServiceProvider; readonly session: LiveSession; readonly email: string | undefined },
  ): string | undefined {
    switch (format) {
      case FORMATS.email:
        return who.email;
      // Another one in each response (SAML Core §8.3.8).
      case FORMATS.transient:
        return `_${randomBytes(20).toString('hex')}`;
      // A pairwise name, so that two service providers cannot link the same person (SAML Core §8.3.7).
      case FORMATS.persistent:
        return createHmac('sha256', secret).update(`${who.from.entityId} ${who.session.accountId}`).digest('base64url');
    }
  }

  return router;
}

function searchOf({ originalUrl }: Request): string {
  const at = originalUrl.indexOf('?');
  return at < 0 ? '' : originalUrl.slice(at);
}
