import type { WordedReason } from '@sallyport/engine';
import * as z from 'zod';
import { list, part, type Shape, shape } from './shape.ts';

export const roleSource: z.ZodType<{ role: string }, { readonly role: string }> = part(
  'RoleSource',
  z.object({ role: z.string() }),
);

const contextSource: z.ZodType<{ context: string; shown?: true }, { readonly context: string; readonly shown?: true }> =
  part('ContextSource', z.object({ context: z.string(), shown: z.exactOptional(z.literal(true)) }));

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
      source: z.union([z.enum(['tenant', 'account', 'route', 'request']), roleSource, contextSource]).meta({
        description:
          'The contributor of the requirement. `route`: a demand of the host. `request`: a context of the request, whose name the reader does not learn.',
      }),
      satisfiedBy: z
        .optional(list(list(z.string())))
        .meta({ description: 'Each inner list is a sufficient combination of methods.' }),
    })
    .meta({ description: 'The reason for a requirement of the policy. The server words `message` for the reader.' }),
);
