import { findProgram } from '@sallyport/test-support/real-parts';

export function findMongod(): string | null {
  return findProgram('MONGOMS_SYSTEM_BINARY', ['mongod'])?.path ?? null;
}
