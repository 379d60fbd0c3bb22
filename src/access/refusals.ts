import { Refusal } from '#kernel/refusal.ts'

export const notSignedIn = () => new Refusal('unauthenticated', 'access.not_signed_in')

export const wrongCredentials = () => new Refusal('unauthenticated', 'access.wrong_credentials')

export const notPermitted = (permission: string) =>
  new Refusal('forbidden', 'access.not_permitted', { permission })

export const wrongPassword = (field = 'currentPassword') =>
  new Refusal('invalid', 'access.wrong_password', {}, [{ field, rule: 'access.wrong_password' }])

/** A code of the app or a recovery code that does not count, or counted before. */
export const wrongCode = () =>
  new Refusal('invalid', 'access.wrong_code', {}, [{ field: 'code', rule: 'access.wrong_code' }])

/** The first step of signing in is too long ago, or too many codes were wrong: back to the password. */
export const signInAgain = () => new Refusal('unauthenticated', 'access.sign_in_again')

/** Too many wrong codes in a row. */
export const codesLocked = () => new Refusal('conflict', 'access.codes_locked')

/** The role needs a second factor, and this person has none yet. */
export const twoFactorNeeded = () => new Refusal('forbidden', 'access.two_factor_needed')

export const twoFactorOn = () => new Refusal('conflict', 'access.two_factor_on')

export const twoFactorMissing = () => new Refusal('conflict', 'access.two_factor_missing')

export const sessionNotFound = () => new Refusal('not_found', 'access.session_not_found')

export const setupLinkUnknown = () => new Refusal('not_found', 'access.setup_link_unknown')

export const setupLinkUsed = () => new Refusal('conflict', 'access.setup_link_used')

export const setupLinkExpired = () => new Refusal('conflict', 'access.setup_link_expired')

export const alreadySetUp = () => new Refusal('conflict', 'access.already_set_up')

export const lastAdministrator = () => new Refusal('conflict', 'access.last_administrator')

export const userNotFound = (user: string) =>
  new Refusal('not_found', 'access.user_not_found', { user })

export const emailTaken = (email: string) =>
  new Refusal('conflict', 'access.email_taken', { email }, [
    { field: 'email', rule: 'access.email_taken' },
  ])

export const emailMissing = () =>
  new Refusal('invalid', 'access.email_missing', {}, [
    { field: 'email', rule: 'access.email_missing' },
  ])

export const roleMissing = () =>
  new Refusal('invalid', 'access.role_missing', {}, [
    { field: 'role', rule: 'access.role_missing' },
  ])

/** The two rules that a form checks as well. */
export const passwordTooShort = (minimum: number) =>
  new Refusal('invalid', 'access.password_too_short', { minimum }, [
    { field: 'password', rule: 'access.password_too_short', detail: { minimum } },
  ])
