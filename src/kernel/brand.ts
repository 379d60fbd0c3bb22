declare const brand: unique symbol
/** A value that only its own constructor function can produce. Erased at run time. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
