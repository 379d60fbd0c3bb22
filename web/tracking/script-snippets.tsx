import { Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Snippet, type SnippetOptions, snippetsOf } from '#tracking/snippets.ts'
import { useText } from '../platform/language.ts'
import { CopyCode } from '../ui/copy-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import banner from './consent-banner.html?raw'
import classes from './websites.module.css'
import { fetchSetup, type Website, websiteKeys } from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

type Choices = Pick<SnippetOptions, 'respect' | 'more' | 'hasHashRoutes'>
const NO_CHOICES: Choices = { respect: [], more: [], hasHashRoutes: false }

/** The code for the website, by what it is made with. */
export function ScriptSnippets({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  const setup = useQuery({
    queryKey: websiteKeys.setup(website.id),
    queryFn: ({ signal }) => fetchSetup(website.id, signal),
  })
  const [choices, setChoices] = useState(NO_CHOICES)
  return (
    <Panel title={t('script.title')} sentence={t('script.sentence')}>
      {setup.isError && <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />}
      {setup.data && (
        <Stack gap="md">
          <Options choices={choices} onChange={setChoices} />
          <Codes
            options={{
              base: setup.data.base,
              siteKey: website.key,
              // "Full" measures from the beginning as with consent; else the banner speaks first.
              consent: website.before_consent === 'full' ? 'statistics' : 'none',
              ...choices,
            }}
          />
        </Stack>
      )}
    </Panel>
  )
}

function Options({
  choices,
  onChange,
}: {
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}) {
  const t = useWebsitesTexts()
  return (
    <Group gap="xl" align="flex-start">
      <Checkbox.Group
        label={t('script.respect')}
        value={[...choices.respect]}
        onChange={(respect) => onChange({ ...choices, respect: respect as Choices['respect'] })}
      >
        <Stack gap={6} mt={6}>
          <Checkbox size="xs" value="dnt" label={t('script.dnt')} />
          <Checkbox size="xs" value="gpc" label={t('script.gpc')} />
        </Stack>
      </Checkbox.Group>
      <Checkbox.Group
        label={t('script.more')}
        value={[...choices.more]}
        onChange={(more) => onChange({ ...choices, more: more as Choices['more'] })}
      >
        <Stack gap={6} mt={6}>
          <Checkbox size="xs" value="scroll" label={t('script.scroll')} />
          <Checkbox size="xs" value="engage" label={t('script.engage')} />
          <Checkbox size="xs" value="tcf" label={t('script.tcf')} />
        </Stack>
      </Checkbox.Group>
      <Checkbox.Group
        label={t('script.application')}
        value={choices.hasHashRoutes ? ['hash'] : []}
        onChange={(chosen) => onChange({ ...choices, hasHashRoutes: chosen.length > 0 })}
      >
        <Checkbox size="xs" mt={6} value="hash" label={t('script.hash')} />
      </Checkbox.Group>
    </Group>
  )
}

type Shown = { readonly id: string; readonly label: string; readonly where: string } & {
  readonly steps: readonly string[]
  readonly code: string
}

function Codes({ options }: { readonly options: SnippetOptions }) {
  const t = useWebsitesTexts()
  const text = useText()
  const [chosen, setChosen] = useState<string>('plain')
  const all: readonly Shown[] = [
    ...snippetsOf(options).map(({ id, label, where, steps, code }: Snippet) => ({
      id,
      label: text(label),
      where: text(where),
      steps: steps.map(text),
      code,
    })),
    {
      id: 'banner',
      label: t('script.banner'),
      where: t('script.banner.where'),
      steps: [t('script.banner.step')],
      code: bannerOf(options),
    },
  ]
  const shown = all.find(({ id }) => id === chosen) ?? all[0]
  if (!shown) return null
  return (
    <Stack gap="sm">
      <Select
        label={t('script.how')}
        data={all.map(({ id, label }) => ({ value: id, label }))}
        value={shown.id}
        onChange={(id) => setChosen(id ?? 'plain')}
        allowDeselect={false}
        maw={320}
      />
      <Text size="sm" fw={600}>
        {shown.where}
      </Text>
      <ol className={classes.steps}>
        {shown.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CopyCode value={shown.code} label={t('script.code')} />
    </Stack>
  )
}

/** The example page with the addresses of this website. */
const bannerOf = ({ base, siteKey }: SnippetOptions): string =>
  banner.replaceAll('https://daten.example.com/m/', base).replaceAll('IHR-SCHLUESSEL', siteKey)
