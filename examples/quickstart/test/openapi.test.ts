import { expect, it } from 'vitest';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** Routes that the description must contain. The quickstart has further routes. */
const ROUTES = `
  POST /sign-in
  GET /sign-in
  DELETE /sign-in
  POST /sign-in/password
  POST /sign-in/passkey/options
  POST /sign-in/passkey
  POST /sign-in/totp
  POST /sign-in/email-code/send
  POST /sign-in/email-code
  POST /sign-in/backup-code
  POST /sign-in/{}/send
  POST /sign-in/{}
  POST /sign-in/enrollment-code
  POST /enroll/totp
  POST /enroll/totp/confirm
  POST /enroll/passkey/options
  POST /enroll/passkey
  POST /enroll/{}
  POST /enroll/{}/confirm
  GET /session
  DELETE /session
  GET /account
  DELETE /account
  GET /account/sessions
  DELETE /account/sessions
  DELETE /account/sessions/{}
  GET /account/devices
  DELETE /account/devices/{}
  PATCH /account/passkeys/{}
  DELETE /account/passkeys/{}
  DELETE /account/totp
  DELETE /account/{}
  POST /account/backup-codes
  POST /account/password
  POST /account/email
  POST /account/email/confirm
  POST /step-up
  GET /admin/policy
  PUT /admin/policy
  GET /admin/policy/versions
  POST /admin/policy/preview
  GET /admin/accounts
  POST /admin/accounts
  GET /admin/accounts/{}
  DELETE /admin/accounts/{}
  PUT /admin/accounts/{}/methods
  PUT /admin/accounts/{}/roles
  POST /admin/accounts/{}/reset-two-step
  POST /admin/accounts/{}/reset-passkeys
  DELETE /admin/accounts/{}/passkeys/{}
  POST /admin/accounts/{}/enrollment-code
  POST /admin/accounts/{}/block
  POST /admin/accounts/{}/unblock
  POST /admin/accounts/{}/unlock
  GET /admin/accounts/{}/exposure
  GET /admin/events
  GET /admin/security
`;

interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses?: object }>>>>;
}

it('GET /openapi.json describes every route, to anyone', async () => {
  const reply = await app.newClient().get<OpenApi>('/openapi.json');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toContain('application/json');
  expect(reply.body.openapi).toMatch(/^3\./);
  const described = Object.entries(reply.body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(
      (method) => `${method.toUpperCase()} ${path.replace(/^\/auth(?=\/)/, '').replaceAll(/\{[^}]*\}/g, '{}')}`,
    ),
  );
  const missing = ROUTES.trim()
    .split(/\n\s*/)
    .filter((route) => !described.includes(route));
  expect(missing).toEqual([]);
});

it('every operation says what it answers', async () => {
  const { body } = await app.newClient().get<OpenApi>('/openapi.json');
  for (const [path, operations] of Object.entries(body.paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      if (method === 'parameters') continue;
      expect(Object.keys(responses ?? {}), `${method} ${path}`).not.toEqual([]);
    }
  }
});
