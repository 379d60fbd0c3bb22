import { Button, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { SideDrawer } from '../ui/side-drawer.tsx'
import type { AttributionState } from './attribution-state.ts'
import {
  OWN_WEIGHTS,
  OWN_WEIGHTS_KINDS,
  type OwnWeights,
  weightsInWord,
  wordOfWeights,
} from './own-weights.ts'
import { useAttributionTexts } from './texts.ts'

type Props = { readonly state: AttributionState; readonly words: readonly string[] }

/** A model whose numbers people give themselves. It is one of this view, in the address like every other. */
export function OwnWeightsDrawer({ state, words }: Props) {
  const t = useAttributionTexts()
  const isOpen = state.panel === 'weights'
  return (
    <SideDrawer
      opened={isOpen}
      onClose={() => state.change({ panel: undefined }, { push: true })}
      title={<b>{t('weights.title')}</b>}
      width={480}
    >
      {isOpen && <WeightsForm state={state} words={words} />}
    </SideDrawer>
  )
}

function WeightsForm({ state, words }: Props) {
  const t = useAttributionTexts()
  const [main = '', ...beside] = words
  const given = weightsInWord(main)
  const [kind, setKind] = useState<OwnWeights>(given?.kind ?? 'positions')
  const [numbers, setNumbers] = useState<readonly (number | null)[]>(
    given?.numbers ?? OWN_WEIGHTS.positions.start,
  )
  const word = wordOfWeights(kind, numbers)
  const show = () => {
    if (!word) return
    const model = [...new Set([word, ...beside.filter((other) => other !== word)])]
    state.change({ model, panel: undefined }, { push: true })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        show()
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('weights.sentence')}
        </Text>
        <SegmentedControl
          aria-label={t('weights.kind')}
          data={OWN_WEIGHTS_KINDS.map((id) => ({ value: id, label: t(`weights.${id}`) }))}
          value={kind}
          onChange={(id) => {
            setKind(id)
            setNumbers(OWN_WEIGHTS[id].start)
          }}
        />
        <Text size="sm">{t(`weights.${kind}.help`)}</Text>
        {OWN_WEIGHTS[kind].parts.map((part, place) => (
          <NumberInput
            key={part}
            label={t(`weights.part.${part}`)}
            min={0}
            decimalScale={2}
            decimalSeparator={t('weights.comma')}
            value={numbers[place] ?? ''}
            onChange={(value) =>
              setNumbers(numbers.with(place, typeof value === 'number' ? value : null))
            }
          />
        ))}
        {!word && (
          <Text size="sm" c="bad" role="alert">
            {t('weights.none')}
          </Text>
        )}
        <Button type="submit" disabled={!word}>
          {t('weights.show')}
        </Button>
      </Stack>
    </form>
  )
}
