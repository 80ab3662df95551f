/** A real database server for tests. Stopping the server deletes its data. */
export interface DatabaseServer {
  /** The URL of a database. With `port`, the URL of a proxy in front of the server. */
  url(database: string, port?: number): string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A database server that tests can crash and freeze. */
export interface FragileServer extends DatabaseServer {
  /** Kills all processes of the server with `kill -9`, without a shutdown. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** Pauses all processes of the server. Returns a function that resumes the processes. */
  freeze(): () => void;
}
