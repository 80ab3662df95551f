/**
 * `@sallyport/engine/conditions`: the conditions that hosts usually ask of a request, for `contextOf`.
 * @packageDocumentation
 */

export { outsideCountries } from './countries.ts';
export { firstSeen } from './first-seen.ts';
export { withoutHeader } from './header.ts';
export { type Hours, outsideHours, type Weekday } from './hours.ts';
export { outsideNetworks } from './networks.ts';
export { type Condition, toldWhere } from './told-where.ts';
