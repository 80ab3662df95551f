import type { OwnOrganisationView } from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './reason.ts';
import { instant, list, part, type Shape, shape } from './shape.ts';

const name = z.optional(z.string()).meta({ description: 'For people. Another organisation may have the same name.' });

export const ownOrganisationsShape: Shape<{ readonly organisations: readonly OwnOrganisationView[] }> = shape(
  z.object({
    organisations: list(
      part(
        'OwnOrganisation',
        z
          .object({
            id: z.string().meta({ description: 'For `in` of `POST /step-up`.' }),
            name,
            roles: list(z.string()).meta({ description: "The person's roles in the organisation." }),
            since: instant.meta({ description: 'The beginning of the membership.' }),
            enters: z.boolean().meta({
              description: 'The session can enter now. A route of the app may ask for more than the organisation.',
            }),
            demand: z.optional(z.object({ strengths: list(z.string()), maxAgeSeconds: z.optional(z.int()) })).meta({
              description:
                'What a step-up with `in` has to reach, as in a problem with `insufficient-strength`. Absent if the session enters, and if no step-up leads in.',
            }),
            because: z.optional(list(reasonShape.schema)).meta({
              description:
                'Why the session does not enter, as in a problem. Absent if the session enters, and if the organisation is closed.',
            }),
          })
          .meta({ description: 'An organisation of the signed-in person.' }),
      ),
    ),
  }),
);
