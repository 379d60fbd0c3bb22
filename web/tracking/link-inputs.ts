import type { z } from 'zod'
import type { CheckedLink } from '#tracking/link-shapes.ts'
import { codeOf, isCode } from '#tracking/links.ts'

/** What the builder's inputs hold. */
export type Inputs = Readonly<
  Record<
    'target' | 'name' | 'campaign_id' | 'source' | 'medium' | 'content' | 'term' | 'code',
    string
  >
>
export const EMPTY_INPUTS: Inputs = {
  target: '',
  name: '',
  campaign_id: '',
  source: '',
  medium: '',
  content: '',
  term: '',
  code: '',
}

/** Sources to begin with; a word of one's own is fine. */
export const SOURCES = [
  'linkedin',
  'xing',
  'newsletter',
  'google',
  'bing',
  'youtube',
  'instagram',
  'facebook',
  'hannover-messe',
  'fachzeitschrift',
  'signatur',
] as const

/** A short code from three random numbers of 16 bits: known before the link is saved, so that its QR code is too. */
export const newCode = ([a = 0, b = 0, c = 0]: Uint16Array): string =>
  codeOf(a * 2 ** 32 + b * 2 ** 16 + c)

/** What the server is asked about. Without a campaign record there is no campaign in the address. */
export const checkOf = (
  { target, source, medium, content, term, campaign_id }: Inputs,
  campaign: string,
): Readonly<Record<string, string>> => ({
  target: target.trim(),
  source,
  medium,
  campaign,
  content,
  term,
  ...(campaign_id === '' ? {} : { campaign_id }),
})

/** The record that is saved: empty inputs are left out. */
export const recordOf = (inputs: Inputs): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(inputs)
      .map(([id, value]) => [id, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )

type Warning = z.infer<typeof CheckedLink>['warnings'][number]

/** What the server has to say about one part. */
export const warningOf = (warnings: readonly Warning[], field: string): Warning | undefined =>
  warnings.find((warning) => warning.field === field)

/** Parts without which a visit cannot be assigned well. */
export const missingParts = (given: Readonly<Record<string, string>>) =>
  (['campaign', 'source', 'medium'] as const).filter((part) => (given[part] ?? '').trim() === '')

export const isUsableCode = (code: string): boolean => isCode(code.trim())
