/**
 * A union whose members have the same properties. A property that only some members have is `undefined` in the others. Code then
 * reads, for example, the provider of any proof, without asking for the proof's method first.
 */
export type SameShape<Union, Whole = Union> = Union extends unknown
  ? Union & { readonly [Name in Exclude<PropertyOf<Whole>, keyof Union>]?: undefined }
  : never;

type PropertyOf<Union> = Union extends unknown ? keyof Union : never;
