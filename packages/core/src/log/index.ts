/**
 * `@sallyport/core/log`: the sealed action log, as the engine writes the log. `@sallyport/assurance/log` verifies an export.
 *
 * @packageDocumentation
 */
export { type ActEntry, actsIn, CODE_TYPES, type LoggedAct } from './acts.ts';
export {
  canonicalJson,
  entryOf,
  headText,
  type LogEntry,
  type LogHead,
  type LogKey,
  leafOf,
  type SealedEvent,
} from './entry.ts';
export {
  type ExportedEvent,
  type ExportedGone,
  type ExportedHead,
  type ExportedStranger,
  type ExportLine,
  type ExportStart,
  type RemovedByRetention,
  startText,
} from './export-line.ts';
export { type LogHashing, type Peaks, rootOf, type TextPrefix, withLeaf } from './tree.ts';
