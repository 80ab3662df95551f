import { findProgram } from '@sallyport/workspace/real-parts';

export function findMongod(): string | null {
  return findProgram('MONGOMS_SYSTEM_BINARY', ['mongod'])?.path ?? null;
}
