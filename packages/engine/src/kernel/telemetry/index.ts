/**
 * `@sallyport/engine/telemetry`: spans and metrics through `@opentelemetry/api`, for a host that has it and asks.
 *
 * @packageDocumentation
 */
export type { SeenAnswer, SeenRequest, Telemetry, WaitingLine } from '../../contract/telemetry.ts';
export { type OpenTelemetryApi, openTelemetry } from './open-telemetry.ts';
