import type { z } from 'zod'
import type {
  CreditsAnswer,
  DefinitionsAnswer,
  SelfReportedAnswer,
} from '#attribution/answer-shapes.ts'

export type Credits = z.infer<typeof CreditsAnswer>
export type ModelCredits = Credits['models'][number]
export type CreditRow = ModelCredits['rows'][number]
export type Unit = Credits['unit']
export type Definitions = z.infer<typeof DefinitionsAnswer>
export type SelfReported = z.infer<typeof SelfReportedAnswer>
