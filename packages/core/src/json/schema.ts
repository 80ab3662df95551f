/** Reads JSON. A Standard Schema (https://standardschema.dev), so that validators of other libraries take it. */
export interface Schema<Output> {
  /** @throws an Error with the `issues` */
  parse(input: unknown): Output;
  safeParse(input: unknown): SchemaResult<Output>;
  /** The members that Standard Schema asks for. */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (input: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What {@link Schema.safeParse} answers. */
export type SchemaResult<Output> =
  | { readonly success: true; readonly data: Output; readonly error?: undefined }
  | { readonly success: false; readonly data?: undefined; readonly error: { readonly issues: readonly SchemaIssue[] } };

/** A place that does not fit, and why. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };
