import { Button, Select, Stack, Text, Title } from '@mantine/core'
import {
  ASSOCIATION,
  modelLabel,
  modelText,
  PASSED_DOWN,
  REMOVAL_EFFECT,
} from '#attribution/model-texts.ts'
import { MODEL_NAMES, parseModel } from '#attribution/models.ts'
import { isChain } from '#attribution/sum-models.ts'
import { useText } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { SideDrawer } from '../ui/side-drawer.tsx'
import classes from './attribution.module.css'
import type { AttributionState } from './attribution-state.ts'
import { ModelDrawing } from './model-drawing.tsx'
import { useAttributionTexts } from './texts.ts'

type Props = { readonly state: AttributionState; readonly words: readonly string[] }

/** Every model in words and in a drawing of one journey; the one that is asked about first. */
export function ModelsDrawer({ state, words }: Props) {
  const t = useAttributionTexts()
  return (
    <SideDrawer
      opened={state.panel === 'models'}
      onClose={() => state.change({ panel: undefined, help: undefined }, { push: true })}
      title={<b>{t('help.title')}</b>}
      width={720}
    >
      {state.panel === 'models' && <Help state={state} words={words} />}
    </SideDrawer>
  )
}

function Help({ state, words }: Props) {
  const t = useAttributionTexts()
  const text = useText()
  const asked = one(state.search, 'help')
  const word = modelText(asked) ? asked : (words[0] ?? MODEL_NAMES[0] ?? '')
  const said = modelText(word)
  const model = parseModel(word)
  if (!said || !model) return null
  const options = [...new Set([...MODEL_NAMES, word])].map((value) => ({
    value,
    label: text(modelLabel(value)),
  }))
  const isShown = words.includes(word)
  return (
    <Stack gap="md">
      <Select
        label={t('help.pick')}
        data={options}
        value={word}
        searchable
        maxDropdownHeight={420}
        onChange={(value) => state.change({ help: value ?? undefined })}
      />
      <div>
        <Title order={2}>{text(modelLabel(word))}</Title>
        <Text>{text(said.sentence)}</Text>
        {said.note && (
          <Text fw={600} mt={4}>
            {text(said.note)}
          </Text>
        )}
      </div>
      <div>
        <Text size="sm" c="dimmed" mb="xs">
          {t('help.intro')} {isChain(model) && t('help.lost')}
        </Text>
        <ModelDrawing word={word} />
      </div>
      <Section title={t('help.how')} content={text(said.how)} />
      <Section title={t('help.use')} content={text(said.use)} />
      {model.kind === 'markov' && (
        <Section title={t('table.removal')} content={text(REMOVAL_EFFECT)} />
      )}
      {isChain(model) && (
        <Text size="sm" c="dimmed">
          {text(PASSED_DOWN)}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {text(ASSOCIATION)}
      </Text>
      {!isShown && (
        <Button
          className={classes['own'] ?? ''}
          variant="default"
          onClick={() =>
            state.change(
              { model: [...words, word], panel: undefined, help: undefined },
              { push: true },
            )
          }
        >
          {t('help.choose')}
        </Button>
      )}
    </Stack>
  )
}

function Section({ title, content }: { readonly title: string; readonly content: string }) {
  return (
    <section>
      <Text component="h3" fw={600} size="sm">
        {title}
      </Text>
      <Text size="sm">{content}</Text>
    </section>
  )
}
