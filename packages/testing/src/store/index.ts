export { type ConformanceOptions, storeConformance, type TestRunner } from './conformance.ts';
export { atEveryPoint, type EveryPointOptions, type Point, type Trial } from './faults/at-every-point.ts';
export {
  FAULT_KINDS,
  type FaultKind,
  type FaultOptions,
  type FaultPlan,
  type FaultyStore,
  faultyStore,
  type Verb,
} from './faults/faulty-store.ts';
export { counterModel } from './history/counter-model.ts';
export { historyInWords, isLinearizable, type Model } from './history/is-linearizable.ts';
export { type Call, type RecordedStore, recordHistory } from './history/record-history.ts';
export { type SingleUse, singleUseModel } from './history/single-use-model.ts';
export { withoutContended } from './history/without-contended.ts';
export {
  accountId,
  later,
  NOW,
  removedOrganisation,
  sampleAccount,
  sampleAdministrators,
  sampleDevice,
  sampleEvent,
  sampleExternalId,
  sampleFlow,
  sampleLogBatch,
  sampleMembership,
  sampleOrganisation,
  samplePasskey,
  samplePolicy,
  sampleRecipients,
  sampleSamlRequest,
  sampleSession,
} from './sample-records.ts';
export type { PlantableStore, PlantedRecord, SeverableStore, StoreUnderTest } from './store-under-test.ts';
