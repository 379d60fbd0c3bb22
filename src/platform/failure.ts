/**
 * The program cannot do what the operator asked, for a reason the operator can act on.
 * Printed without a stack; `exitCode` is 1 (refused) or 2 (wrong usage or configuration).
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** The message of anything thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
