import * as byName from './by-name.ts';
import type { Shape } from './shape.ts';

export type ShapeName = keyof typeof byName;

export type ViewOf<Name extends ShapeName> = (typeof byName)[Name] extends Shape<infer View> ? View : never;

/** By their names in OpenAPI. */
export const shapes: { readonly [Name in ShapeName]: Shape<ViewOf<Name>> } = byName;
