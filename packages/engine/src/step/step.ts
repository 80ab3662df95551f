import type { Loaded } from '../attempts/load.ts';
import type { FlowRecord } from '../store/records.ts';

/** A step under way: what was loaded, and the flow it is taken in, stored or about to be. */
export interface Step {
  readonly loaded: Loaded;
  readonly flow: FlowRecord;
  /** What the client knows the flow by. */
  readonly token: string;
  /** The flow is not in the store yet. */
  readonly fresh: boolean;
}
