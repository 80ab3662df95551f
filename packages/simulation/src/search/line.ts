import type { Happened } from '../scheduler/scheduler.ts';
import type { Work } from '../scheduler/task.ts';

export type Line =
  | { readonly kind: 'call'; readonly happened: Happened }
  | { readonly kind: 'begins' | 'ends'; readonly work: Work; readonly said: string };
