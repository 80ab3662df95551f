/**
 * `@sallyport/engine/telemetry`: spans and metrics through `@opentelemetry/api`, for hosts that use OpenTelemetry.
 * @packageDocumentation
 */
export type { SeenAnswer, SeenRequest, Telemetry, WaitingLine } from '../../contract/telemetry.ts';
export { openTelemetry } from './open-telemetry.ts';
export type { OpenTelemetryApi } from './watch.ts';
