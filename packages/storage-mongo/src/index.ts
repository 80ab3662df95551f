export { type MongoStoreOptions, mongoStore } from './mongo-store.ts';
export { MongoStoreError, type MongoStoreProblem } from './mongo-store-error.ts';
