/**
 * `@sallyport/store/providers`: the interfaces of a single sign-on provider and of a directory, for their authors.
 * @packageDocumentation
 */
export * from './provider.ts';
