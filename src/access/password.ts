/** Shortest password that is accepted; long enough without rules about signs and digits. */
export const MIN_PASSWORD_LENGTH = 10
/** Longest one: hashing must stay cheap for us. */
export const MAX_PASSWORD_LENGTH = 128
