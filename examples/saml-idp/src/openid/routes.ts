import type { Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { ExpressSallyport } from '@sallyport/express';
import { Router } from 'express';
import { errors, type default as Provider } from 'oidc-provider';
import { CLASSES, contextClassOf } from '../saml/context-class.ts';
import { refusalPage } from '../saml/post-form.ts';
import { signedInEnough } from '../signed-in-enough.ts';
import { SIGN_IN } from './openid-provider.ts';

/** The OpenID provider and its interaction. The provider answers an app only for a session that the policy currently grants. */
export function openidRoutes(auth: Sallyport, sallyport: ExpressSallyport, provider: Provider): Router {
  const router = Router();

  router.get(`${SIGN_IN}/:uid`, async (req, res) => {
    try {
      const { params, iat } = await provider.interactionDetails(req, res);
      const verdict = await signedInEnough(auth, await sallyport.session(req), {
        strength: wantsMfa(params['acr_values']) ? 'enhanced' : undefined,
        since: sinceWhen(params, iat * 1_000, forAdapters(auth).now()),
      });
      if (!verdict.enough) {
        const location = req.path;
        const begun = await sallyport.begin(req, res, { continuation: { location }, stepUp: verdict.stepUp });
        if (begun.begun) res.redirect(303, begun.answer?.status === 'complete' ? location : '/sign-in');
        return;
      }
      const { accountId, strength, amr, authTime } = verdict.session.info;
      await provider.interactionFinished(req, res, {
        login: {
          accountId,
          acr: contextClassOf(strength),
          amr: [...amr],
          ts: Math.floor(authTime / 1_000),
          remember: false,
        },
      });
    } catch (fault) {
      if (!(fault instanceof errors.SessionNotFound)) throw fault;
      refusalPage(res, 400, 'The request was answered already, or is too old.');
    }
  });
  // The provider's own pages, such as its page for signing out. The library posts forms to apps, so `form-action` stays open.
  router.use('/openid', (_req, res, next) => {
    res.set('content-security-policy', "frame-ancestors 'none'; base-uri 'none'");
    next();
  });
  router.use('/openid', provider.callback());
  return router;
}

/** Whether the app prefers more than one factor: `acr_values` are in order of preference (OpenID Connect Core §3.1.2.1). */
function wantsMfa(acrValues: unknown): boolean {
  return String(acrValues ?? '').split(' ')[0] === CLASSES.mfa;
}

/** The instant after which the proofs must be: with `prompt=login` the start of the request, with `max_age` that many seconds ago. */
function sinceWhen(params: Readonly<Record<string, unknown>>, begun: number, now: number): number | undefined {
  if (
    String(params['prompt'] ?? '')
      .split(' ')
      .includes('login')
  )
    return begun;
  const age = params['max_age'];
  return age === undefined ? undefined : Math.min(begun, now) - Number(age) * 1_000;
}
