import type { LogHead, LogKey } from '@sallyport/core/log';
import type { AuditPage, EventCount, EventView } from '@sallyport/engine';
import * as z from 'zod';
import { instant, list, part, type Shape, shape } from './shape.ts';

/** `host:ID` for host code. */
export function actorText(by: NonNullable<EventView['actor']>): string {
  if (typeof by === 'string') return by;
  return by.id === undefined ? by.kind : `${by.kind}:${by.id}`;
}

const actor = z
  .union([z.string(), z.object({ kind: z.literal('host'), id: z.optional(z.string()) })])
  .transform(actorText)
  .pipe(
    z.string().meta({
      description:
        'An account id, `system`, host code (`host`, or `host:` and the id of the host code), or `provider:` and the id of a provider.',
    }),
  );

export const loggedEventShape: Shape<EventView> = shape(
  part(
    'LoggedEvent',
    z
      .object({
        id: z.string().meta({ description: 'The id of the entry in the action log.' }),
        at: instant.meta({ description: 'The time of the commit.' }),
        type: z.string().meta({ description: 'The type of the event: `sign-in.succeeded`.' }),
        accountId: z
          .optional(z.string())
          .meta({ description: 'The account that the event concerns; absent for events of the tenant.' }),
        actor: z.optional(actor),
        method: z.optional(z.string()).meta({ description: 'The method of a proof, a set-up or a removal.' }),
        flow: z.optional(z.string()).meta({ description: 'The id of the flow in which the event happened.' }),
        ip: z.optional(z.string()).meta({ description: "The client's address, as the host states it." }),
        detail: z
          .optional(z.record(z.string(), z.unknown()))
          .meta({ description: 'Further facts of this type of event. No secrets.' }),
      })
      .meta({ description: 'An entry of the action log.' }),
  ),
);

export const eventsShape: Shape<AuditPage> = shape(
  z
    .object({
      events: list(loggedEventShape.schema).meta({
        description: 'At most 50, newest first; with `order=asc` oldest first.',
      }),
      names: z.record(z.string(), z.string()).meta({
        description:
          'The name for people of each account that the events name, by the id of the account: the first identifier, with the mailbox in brackets if it is another one. A deleted account has a pseudonym, and no name. Also the name of each provider that the events name, by `provider:ID`.',
      }),
      next: z.optional(z.string()).meta({
        description:
          'The cursor of the next page; absent on the last page. With `order=asc` always present, to go on from later.',
      }),
    })
    .meta({ description: 'A page of the action log.' }),
);

export const eventHoursShape: Shape<{ readonly hours: readonly EventCount[] }> = shape(
  z.object({
    hours: list(
      z.object({
        hour: instant.meta({ description: 'The beginning of the hour.' }),
        count: z.int().nonnegative().meta({ description: 'The number of events.' }),
        failed: z.int().nonnegative().meta({ description: 'The number of failed sign-ins among the events.' }),
      }),
    ).meta({ description: 'Oldest first, without the hours that have no event.' }),
  }),
);

export const logHeadShape: Shape<LogHead> = shape(
  z
    .object({
      size: z.int().nonnegative().meta({ description: 'The number of sealed events.' }),
      root: z.string().meta({ description: 'The root of the Merkle tree over the events (RFC 9162), in base64url.' }),
      at: z.string().meta({ format: 'date-time', description: 'When the log was sealed.' }),
      signature: z.string().meta({ description: 'The Ed25519 signature of size, root and time, in base64url.' }),
      keyId: z.string().meta({ description: 'The `kid` of the public key: its thumbprint (RFC 7638).' }),
    })
    .meta({ description: 'The same size has the same root, time and signature for ever.' }),
);

export const logKeysShape: Shape<{ readonly keys: readonly LogKey[] }> = shape(
  z.object({
    keys: list(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string().meta({ description: 'The public key, in base64url.' }),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('EdDSA'),
      }),
    ),
  }),
);
