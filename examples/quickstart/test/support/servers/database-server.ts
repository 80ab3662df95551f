/** A real database server of the tests' own, gone with its data when it is stopped. */
export interface DatabaseServer {
  /** The URL of a database; with a port, by a proxy in front of the server. */
  url(database: string, port?: number): string;
  readonly port: number;
  stop(): Promise<void>;
}

/** One that can be treated as badly as a machine room does. */
export interface FragileServer extends DatabaseServer {
  /** `kill -9` of all its processes: no code of a shutdown runs. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** Stops all its processes where they stand; what is answered lets them go on. */
  freeze(): () => void;
}
