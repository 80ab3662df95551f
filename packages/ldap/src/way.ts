import type { DirectoryRefusal } from '@sallyport/core';
import type { DirectoryEntry, DirectoryFound, DirectoryIdentity } from '@sallyport/store/providers';

export interface Way {
  find(identifier: string, signal: AbortSignal): Promise<DirectoryFound>;
  findBySubject?(subject: string, signal: AbortSignal): Promise<DirectoryFound>;
  admits?(subject: string, signal: AbortSignal): Promise<boolean>;
  verify(
    entry: DirectoryEntry,
    password: string,
    signal: AbortSignal,
  ): Promise<DirectoryIdentity | DirectoryRefusal | undefined>;
  close(): void;
}
