import type { Ratio } from '#kernel/ratio.ts'

/** What ads earn, each euro of media cost. */
export type AdsReturn = {
  /** Revenue back for each euro. */
  readonly roas: number
  /** From this ROAS on the margin covers the media cost; null where the margin is not known. */
  readonly breakEvenRoas: Ratio
  /** Margin back for each euro. */
  readonly marginRoas: Ratio
  /** Margin less the euro itself: what is left. */
  readonly resultPerEuro: Ratio
  readonly verdict: 'loses' | 'even' | 'earns' | 'unknown'
  /** A return above the cost that still loses: what a good ROAS hides. */
  readonly isDeceptive: boolean
}

/** Half a cent each euro is neither gain nor loss. */
const EVEN = 0.005

function verdictOf(result: Ratio): AdsReturn['verdict'] {
  if (result === null) return 'unknown'
  if (Math.abs(result) < EVEN) return 'even'
  return result < 0 ? 'loses' : 'earns'
}

/**
 * Whether ads pay, from the ROAS on revenue and the one on margin (G3: break-even ROAS = 1 / margin rate). The rate is
 * that of the deals the ads are credited with. Null without a ROAS.
 */
export function adsReturn(roas: Ratio, marginRoas: Ratio): AdsReturn | null {
  if (roas === null) return null
  const rate = marginRoas === null || roas === 0 ? null : marginRoas / roas
  const breakEvenRoas = rate === null || rate <= 0 ? null : 1 / rate
  const resultPerEuro = marginRoas === null ? null : marginRoas - 1
  const verdict = verdictOf(resultPerEuro)
  return {
    ...{ roas, breakEvenRoas, marginRoas, resultPerEuro, verdict },
    isDeceptive: roas > 1 && (verdict === 'loses' || verdict === 'even'),
  }
}
