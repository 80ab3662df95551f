import * as byName from './by-name.ts';
import type { Shape } from './shape.ts';

export type ShapeName = keyof typeof byName;

/** The type of a shape's input: a view from the engine or from a route. */
export type ViewOf<Name extends ShapeName> = (typeof byName)[Name] extends Shape<infer View> ? View : never;

/** The shapes of all answers, by their names in OpenAPI. */
export const shapes: { readonly [Name in ShapeName]: Shape<ViewOf<Name>> } = byName;
