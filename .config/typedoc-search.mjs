import { DocumentReflection, IndexEvent } from 'typedoc';

/** What people type who do not know this library's words, by the page that they need. */
const TYPED = {
  'guide/accounts.md': 'users user management gdpr data export delete account impersonate two factors by choice opt-in',
  'guide/adding-a-factor.md': 'custom factor sms yubikey',
  'guide/choose.md': 'packages install npm modules which package',
  'guide/deployment.md':
    'cors proxy nginx load balancer rate limit throttle subdomain cookies docker kubernetes iframe https',
  'guide/directories.md': 'ldap active directory openldap kerberos groups',
  'guide/embedding.md': 'rbac roles permissions websocket socket.io translate i18n languages administrators emergency',
  'guide/frameworks.md': 'express koa fastify hono next nest nestjs bun deno middleware typescript commonjs',
  'guide/getting-in.md':
    'invitation invite onboarding magic link passwordless register registration sign-up signup lost phone lost device account recovery forgot password reset password helpdesk',
  'guide/http.md':
    'step-up sudo mode reauthenticate rest api endpoints fetch custom page login form token mode mobile app',
  'guide/looks.md': 'css theme branding logo style dark mode',
  'guide/mails.md': 'mail email smtp templates notification notice was this you',
  'guide/moving-from-auth-js.md': 'next auth next-auth authjs',
  'guide/moving-users.md': 'import users migrate migration password hashes bcrypt csv',
  'guide/observability.md': 'metrics webhook webhooks opentelemetry prometheus tracing logs audit log siem events',
  'guide/operate.md':
    'rotate secret rotate secrets key rotation upgrade backup restore health check production monitoring alerts serverless lambda scaling',
  'guide/policy-in-ci.md': 'github actions ci pipeline check policy',
  'guide/single-sign-on-oidc.md': 'openid connect oidc oauth',
  'guide/single-sign-on-providers.md': 'google entra azure okta social login',
  'guide/single-sign-on-saml.md': 'saml saml2 idp metadata',
  'guide/single-sign-on.md': 'sso single sign-on enterprise login identity provider',
  'guide/start.md': 'quickstart getting started hello world tutorial guard unguarded protect route',
  'guide/tenants.md':
    'organisation organisations organization organizations tenant multi-tenant workspace b2b customers teams',
  'guide/terminal.md': 'cli command line first administrator bootstrap',
  'guide/testing.md': 'test testing unit tests end-to-end playwright mock clock authenticator',
  'guide/vault.md': 'vault encryption end-to-end encrypted zero knowledge prf',
  'reference/errors.md':
    'error codes problem status 401 403 409 429 no-way-in insufficient-strength not-permitted invalid-credentials',
  'reference/lockout.md': 'lockout brute force account locked guesses attempts captcha',
  'reference/passwords.md': 'password rules strength length breached pwned pci history',
  'reference/policy.md':
    'enrollment firstfactor first factor 2fa mfa otp totp two-factor mandatory 2fa require 2fa second factor authenticator app session timeout idle backup codes recovery codes',
  'reference/security.md': 'csrf xss session fixation phishing attacks owasp',
  'reference/webauthn.md': 'webauthn fido attestation security key aaguid',
};

/**
 * A plugin for TypeDoc: the search finds pages before symbols, and a page by its headings before its text.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event) => {
    Object.assign(event.searchFieldWeights, {
      name: 1_000,
      typed: 300_000,
      headings: 10_000,
      comment: 10,
      document: 200,
    });
    for (const [place, result] of event.searchResults.entries()) {
      if (!(result instanceof DocumentReflection)) continue;
      const page = /[\w-]+\/[\w-]+\.md$/.exec(result.project.files.getReflectionPath(result) ?? '')?.[0] ?? '';
      const headings = headingsIn(result.content.map((part) => part.text).join('')).join(' ');
      event.searchFields[place] = { ...event.searchFields[place], headings, typed: TYPED[page] ?? '' };
    }
  });
}

function headingsIn(markdown) {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading]) => heading.replaceAll(/[`*[\]]|\(.*?\)/g, ''));
}
