import type { EnvelopeInput, Refusal, VaultView } from '@sallyport/engine';
import * as z from 'zod';
import { base64url, nothing, text } from '../message/fields.ts';
import { type HttpRefusal, isRefusal } from '../message/refusal.ts';
import { type Answer, answered } from '../route/answer.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const session = { needs: 'session' } as const;
const recentProof = { needs: 'recent-proof' } as const;
const vault = { status: 200, shape: 'Vault' } as const;

const sealed = base64url(4_096);

/** No bytes are read from the name. */
const keyId = z.string().regex(/^[\w-]{1,64}$/, 'must have 1 to 64 signs of base64url');

const envelope: z.ZodType<EnvelopeInput> = z.union([
  z.strictObject({ kind: z.literal('passkey'), passkeyId: base64url(1_364), sealed }),
  z.strictObject({ kind: z.enum(['secret', 'emergency']), sealed }),
]);

/** Twenty envelopes of the largest size, with the longest passkey ids. */
const LARGEST_VAULT = 128 * 1024;

export const vaultRoutes: readonly RouteRow[] = [
  guardedRoute(session, {
    verb: 'GET',
    path: '/account/vault',
    summary: 'The vault: the data key, sealed once for each way to open it.',
    onlyWith: 'vault',
    input: nothing,
    answers: vault,
    calls: ['vault.view'],
    handle: async ({ auth, session: live }) => versioned(await auth.vault.view(live)),
  }),
  guardedRoute(recentProof, {
    verb: 'PUT',
    path: '/account/vault',
    summary: 'Creates the vault, or replaces all of it with a new key.',
    onlyWith: 'vault',
    needsIfMatch: true,
    largestBody: LARGEST_VAULT,
    input: z.strictObject({ keyId, envelopes: z.array(envelope).min(1).max(20) }),
    answers: vault,
    calls: ['vault.replace'],
    handle: async ({ auth, session: live, input, ifVersion }) =>
      versioned(await auth.vault.replace(live, { ...input, ifVersion })),
  }),
  guardedRoute(recentProof, {
    verb: 'POST',
    path: '/account/vault/envelopes',
    summary: 'Adds a way to open the vault.',
    onlyWith: 'vault',
    needsIfMatch: true,
    input: envelope,
    answers: { status: 201, shape: 'Vault' },
    calls: ['vault.addEnvelope'],
    handle: async ({ auth, session: live, input, ifVersion }) =>
      versioned(await auth.vault.addEnvelope(live, { ...input, ifVersion }), 201),
  }),
  guardedRoute(recentProof, {
    verb: 'DELETE',
    path: '/account/vault/envelopes/:id',
    summary: 'Removes a way to open the vault.',
    onlyWith: 'vault',
    needsIfMatch: true,
    input: nothing,
    answers: vault,
    calls: ['vault.removeEnvelope'],
    handle: async ({ auth, session: live, param, ifVersion }) =>
      versioned(await auth.vault.removeEnvelope(live, param('id'), { ifVersion })),
  }),
  guardedRoute(
    { needs: 'administrator', of: 'people' },
    {
      verb: 'GET',
      path: '/admin/accounts/:id/vault',
      summary: 'The ways into the vault of an account, and nothing that opens: what a reset takes, and what is left.',
      onlyWith: 'vault',
      input: nothing,
      answers: { status: 200, shape: 'VaultOverview' },
      calls: ['vault.overview'],
      handle: async ({ auth, session: live, param }) => answered(await auth.vault.overview(live.tenant, param('id'))),
    },
  ),
  guardedRoute(
    { needs: 'administrator', of: 'people', emergency: true },
    {
      verb: 'POST',
      path: '/admin/accounts/:id/vault/emergency-open',
      summary: 'Hands the emergency envelope to an emergency account; the owner is told.',
      onlyWith: 'vault',
      input: z.strictObject({ reason: text(500) }),
      answers: { status: 200, shape: 'EmergencyEnvelope' },
      calls: ['vault.emergencyOpen'],
      handle: async ({ auth, session: live, param, input }) =>
        answered(await auth.vault.emergencyOpen(live, param('id'), input)),
    },
  ),
];

function versioned(view: VaultView | Refusal, status: number = 200): Answer<VaultView> | HttpRefusal {
  return isRefusal(view) ? view : { status, body: view, version: view.version };
}
