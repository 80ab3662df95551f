export {
  type ConformanceOptions,
  type SeverableStore,
  type StoreUnderTest,
  storeConformance,
  type TestRunner,
} from './conformance.ts';
