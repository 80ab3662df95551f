import * as byName from './by-name.ts';
import type { Shape } from './shape.ts';

export type ShapeName = keyof typeof byName;

/** What the engine gives, or a route puts together, for an answer. */
export type ViewOf<Name extends ShapeName> = (typeof byName)[Name] extends Shape<infer View> ? View : never;

/** What is answered, by the names under which OpenAPI has it. */
export const shapes: { readonly [Name in ShapeName]: Shape<ViewOf<Name>> } = byName;
