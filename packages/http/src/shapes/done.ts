import * as z from 'zod';
import type { JsonObject } from '../message/reply.ts';
import { type Shape, shape } from './shape.ts';

/** The answer to an act without a result. */
export const doneShape: Shape<Record<never, never>> = shape(z.object({}));

/** The description of the contract itself. */
export const openApiShape: Shape<JsonObject & { readonly openapi: string }> = shape(
  z.looseObject({ openapi: z.string() }),
);
