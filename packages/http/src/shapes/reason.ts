import type { WordedReason } from '@sallyport/engine';
import * as z from 'zod';
import { list, part, type Shape, shape } from './shape.ts';

export const roleSource: z.ZodType<{ role: string }, { readonly role: string }> = part(
  'RoleSource',
  z.object({ role: z.string() }),
);

interface ReasonRoleSource {
  role: string;
  floor?: true;
}

const reasonRoleSource: z.ZodType<ReasonRoleSource, Readonly<ReasonRoleSource>> = part(
  'ReasonRoleSource',
  z.object({ role: z.string(), floor: z.exactOptional(z.literal(true)) }),
);

interface ContextSource {
  context: string;
  organisation?: string;
  shown?: true;
}

const contextSource: z.ZodType<ContextSource, Readonly<ContextSource>> = part(
  'ContextSource',
  z.object({
    context: z.string(),
    organisation: z.exactOptional(z.string()),
    shown: z.exactOptional(z.literal(true)),
  }),
);

interface OrganisationSource {
  organisation: string;
  role?: string;
}

const organisationSource: z.ZodType<OrganisationSource, Readonly<OrganisationSource>> = part(
  'OrganisationSource',
  z.object({ organisation: z.string(), role: z.exactOptional(z.string()) }),
);

export const reasonShape: Shape<WordedReason> = shape(
  z
    .object({
      code: z.string().meta({ description: 'Stable: branch on the code.' }),
      params: z
        .record(z.string(), z.union([z.string(), z.number(), list(z.string())]))
        .meta({ description: 'The values of the code, such as `strength`, `methods` or `within` in milliseconds.' }),
      message: z.string().meta({
        description:
          'An English sentence for the person, or for the administrator. A page in another language words `code` and `params`.',
      }),
      // A source with more members stands before a source with fewer, which would drop the others.
      source: z
        .union([
          z.enum(['tenant', 'account', 'route', 'request', 'floor']),
          contextSource,
          organisationSource,
          reasonRoleSource,
        ])
        .meta({
          description:
            'The contributor of the requirement. `route`: a demand of the host. `request`: a context of the request, whose name the reader does not learn. `organisation`: the organisation that the request enters. `floor`: the app asks under every policy.',
        }),
      satisfiedBy: z
        .optional(list(list(z.string())))
        .meta({ description: 'Each inner list is a sufficient combination of methods.' }),
    })
    .meta({ description: 'The reason for a requirement of the policy. The server words `message` for the reader.' }),
);
