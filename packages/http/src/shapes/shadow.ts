import { SHADOW_EFFECTS } from '@sallyport/core';
import type { ShadowReport, ShadowView } from '@sallyport/engine';
import * as z from 'zod';
import { number } from './people.ts';
import { reasonShape } from './reason.ts';
import { instant, list, next, part, type Shape, shape } from './shape.ts';

const shadow = {
  policy: z.record(z.string(), z.unknown()).meta({ description: 'The draft as it was sent.' }),
  version: z.int().nonnegative().meta({ description: 'The version of the policy in whose shadow the draft runs.' }),
  since: instant.meta({ description: 'When the draft began to run.' }),
  by: z.string().meta({ description: 'Who began, as `changedBy` of a policy.' }),
  note: z.optional(z.string()).meta({ description: "The author's words on the draft." }),
};

const effect = z.enum(SHADOW_EFFECTS).meta({
  description:
    '`asked-for-more`: the policy in force granted, and the draft would have asked for a further proof or a set-up. `denied`: the policy in force granted, and the draft would have left no way in. `let-off`: the draft would have granted what the policy in force did not grant at that moment.',
});

export const shadowShape: Shape<ShadowView> = shape(
  z.object(shadow).meta({ description: 'A draft that runs in the shadow of the policy in force, without an effect.' }),
);

export const shadowReportShape: Shape<ShadowReport> = shape(
  z
    .object({
      ...shadow,
      isJudged: z.boolean().meta({
        description: 'False: the draft does not fit the app as it is now, so that nothing is found.',
      }),
      signIns: number.meta({ description: 'The sign-ins since then.' }),
      askedForMore: number.meta({ description: 'The people whom the draft would have asked for more.' }),
      denied: number.meta({ description: 'The people to whom the draft would have left no way in.' }),
      letOff: number.meta({ description: 'The people whom the draft would have granted with less.' }),
      isWhole: z.boolean().meta({
        description: 'False: there are more than 5,000 entries, and the numbers count the newest 5,000.',
      }),
      rules: list(
        part(
          'ShadowRule',
          z
            .object({
              effect,
              because: reasonShape.schema,
              people: z.int().positive().meta({ description: 'The number of people.' }),
            })
            .meta({ description: 'A rule that makes the difference, in words for an administrator.' }),
        ),
      ).meta({ description: 'The rule with the most people first.' }),
      people: list(
        part(
          'ShadowedPerson',
          z
            .object({
              accountId: z.string().meta({ description: 'Of a deleted account, its pseudonym in the log.' }),
              effect,
              at: instant.meta({ description: 'The first time.' }),
              occasion: z.enum(['sign-in', 'step-up', 'request']).meta({
                description: '`request`: a request of a session.',
              }),
              because: list(reasonShape.schema).meta({ description: 'The rules that make the difference.' }),
            })
            .meta({ description: 'Somebody for whom the draft would have decided otherwise.' }),
        ),
      ).meta({ description: 'The last found first, 50 a page. Each person once for an effect.' }),
      names: z.record(z.string(), z.string()).meta({ description: 'The names of the accounts, by id.' }),
      next,
    })
    .meta({ description: 'What the draft in the shadow would have done since it began to run.' }),
);
