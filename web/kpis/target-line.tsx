import { UnstyledButton } from '@mantine/core'
import { kpiById } from '#kpis/registry.ts'
import { targetWord } from '#kpis/target-words.ts'
import { useLanguage } from '../platform/language.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { CockpitKpi, ShownResult } from './shapes.ts'
import classes from './target.module.css'
import { TargetBar } from './target-bar.tsx'
import { targetParts } from './target-text.ts'

/** What is said about a figure's target in the language on screen; null where it has none. */
export function useTargetTexts(): (
  kpiId: string,
  result: Pick<ShownResult, 'target'>,
) => { readonly parts: readonly string[]; readonly word: string } | null {
  const language = useLanguage()
  const formats = useFormats()
  return (kpiId, { target }) => {
    const kpi = kpiById(kpiId)
    if (!kpi || !target) return null
    return {
      parts: targetParts({ kpi, target, formats, language }),
      word: targetWord(target, kpi.betterWhen)[language],
    }
  }
}

/** The state against the target behind the name of a figure: sign and word. */
export function TargetTag({
  kpiId,
  result,
}: {
  readonly kpiId: string
  readonly result: ShownResult
}) {
  const texts = useTargetTexts()(kpiId, result)
  return texts && result.target ? <BandBadge tone={result.target.state} label={texts.word} /> : null
}

type Props = {
  readonly kpi: CockpitKpi
  /** Not the figure that stands above: then it says whose target it is. */
  readonly named: boolean
  readonly onOpen: () => void
}

/** The headline target of a block: plan, actual, attainment, with a bar. */
export function TargetLine({ kpi, named, onOpen }: Props) {
  const language = useLanguage()
  const texts = useTargetTexts()(kpi.id, kpi.current)
  const { target } = kpi.current
  if (!texts || !target) return null
  return (
    <UnstyledButton className={classes['line'] ?? ''} onClick={onOpen} data-target={kpi.id}>
      <span className={classes['parts']}>
        {named && <span>{kpi.name[language]}</span>}
        {texts.parts.map((part) => (
          <span key={part} className="rk-number">
            {part}
          </span>
        ))}
      </span>
      <BandBadge tone={target.state} label={texts.word} />
      {target.attainment !== null && <TargetBar target={target} label={texts.parts.join(', ')} />}
    </UnstyledButton>
  )
}
