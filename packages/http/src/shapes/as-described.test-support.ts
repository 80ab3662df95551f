import * as z from 'zod';
import { type ShapeName, shapes } from './index.ts';

/** Readers of JSON that take what OpenAPI describes and nothing else, an unknown member included. */
export function asDescribed(): Record<ShapeName, z.ZodType> {
  const readers = Object.entries(shapes).map(([name, { schema }]) => {
    const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'output' });
    return [name, z.fromJSONSchema(described)] as const;
  });
  return Object.fromEntries(readers) as Record<ShapeName, z.ZodType>;
}
