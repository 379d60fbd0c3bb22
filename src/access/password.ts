import { z } from 'zod'

/** Shortest password that is accepted; length instead of rules about signs and digits. */
export const MIN_PASSWORD_LENGTH = 10
/** Longest one: hashing must stay cheap for us. */
export const MAX_PASSWORD_LENGTH = 128

/** A password as people choose one. */
export const NewPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH)
