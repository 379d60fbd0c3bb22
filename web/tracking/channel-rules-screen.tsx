import { Alert, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { RulesView } from '#tracking/rule-shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { ApiError } from '../platform/api.ts'
import { dropDraft, readDraft, writeDraft } from '../platform/draft.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { AddressCheck } from './address-check.tsx'
import { useDryRun, useRules, useSaveRules } from './channel-rules-api.ts'
import {
  brokenPlaces,
  draftsOf,
  isChanged,
  type RuleDraft,
  rulesOf,
} from './channel-rules-state.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'
import { DerivationState } from './derivation-state.tsx'
import { RuleList } from './rule-list.tsx'
import { RulePreview } from './rule-preview.tsx'

/** The rules by which a visit gets its channel. */
export function ChannelRulesScreen() {
  const t = useChannelRulesTexts()
  const rules = useRules()
  return (
    <>
      <PageHeader title={t('title')} sentence={t('subtitle')} />
      {rules.isError && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <ScreenLoading />}
      {rules.data && <Rules view={rules.data} />}
    </>
  )
}

const DRAFT = 'channel-rules'
type Draft = { readonly version: number; readonly drafts: readonly RuleDraft[] }

const problemsOf = (error: unknown) => (error instanceof ApiError ? error.problems : [])

function Rules({ view }: { readonly view: RulesView }) {
  const t = useChannelRulesTexts()
  const isWritable = useMay()('tracking:write')
  const [typed, setTyped] = useState(() => readDraft<Draft>(DRAFT))
  const [isChecked, setChecked] = useState(false)
  const [previewed, setPreviewed] = useState<ReturnType<typeof rulesOf>>(null)
  const save = useSaveRules()
  const drafts = typed?.drafts ?? draftsOf(view.rules)
  const isDirty = typed !== null && isChanged(drafts, view.rules)
  const rules = rulesOf(drafts)
  const dryRun = useDryRun(previewed)
  const change = (changed: readonly RuleDraft[]) => {
    const draft = { version: typed?.version ?? view.version, drafts: changed }
    setTyped(draft)
    setPreviewed(null)
    save.reset()
    writeDraft(DRAFT, draft)
  }
  const forget = () => {
    setTyped(null)
    setPreviewed(null)
    setChecked(false)
    save.reset()
    dropDraft(DRAFT)
  }
  const isBroken = dryRun.isError && brokenPlaces(problemsOf(dryRun.error)).size > 0
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Stack gap="lg">
          <RuleList
            drafts={drafts}
            onChange={change}
            isWritable={isWritable}
            isChecked={isChecked}
            broken={brokenPlaces(problemsOf(dryRun.error ?? save.error))}
          />
          {isDirty && (
            <Group gap="sm">
              {previewed !== null && dryRun.data && rules ? (
                <Button
                  loading={save.isPending}
                  onClick={() =>
                    save.mutate(
                      { version: typed?.version ?? view.version, rules },
                      { onSuccess: forget },
                    )
                  }
                >
                  {t('save.save')}
                </Button>
              ) : (
                <Button
                  onClick={() => {
                    setChecked(true)
                    setPreviewed(rules)
                  }}
                >
                  {t('save.preview')}
                </Button>
              )}
              <Button variant="default" onClick={forget}>
                {t('save.discard')}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {t('save.unsaved')}
              </Text>
            </Group>
          )}
          {save.isError && <SaveError error={save.error} />}
          {previewed !== null && !isBroken && <RulePreview dryRun={dryRun} />}
          {view.derivation && <DerivationState derivation={view.derivation} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 4 }}>
        <Stack gap="lg">
          <AddressCheck draft={isDirty ? rules : null} kept={view.rules} />
          <Panel title={t('direct.title')}>
            <Text size="sm">{t('direct.text')}</Text>
            <AppLink to="/attribution" search={{ model: 'last_non_direct' }} size="sm">
              {t('direct.link')}
            </AppLink>
          </Panel>
        </Stack>
      </Grid.Col>
      <Grid.Col span={12}>
        <BuiltInRules rules={view.builtIn} />
      </Grid.Col>
    </Grid>
  )
}

function SaveError({ error }: { readonly error: unknown }) {
  const t = useChannelRulesTexts()
  const isConflict = error instanceof ApiError && error.status === 409
  if (!isConflict) return <ErrorState error={error} />
  return (
    <Alert color="attention" variant="light" title={t('save.conflict')} role="alert">
      {t('save.conflict.todo')}
    </Alert>
  )
}

function BuiltInRules({ rules }: { readonly rules: RulesView['builtIn'] }) {
  const t = useChannelRulesTexts()
  const text = useText()
  const rows = rules.map(({ number, name, matches }) => [number, text(name), text(matches)])
  const own = [2, t('builtIn.own'), t('builtIn.own.matches')]
  return (
    <Panel title={t('builtIn.title')} sentence={t('builtIn.sentence')}>
      <SimpleTable
        label={t('builtIn.title')}
        columns={[
          { id: 'number', label: t('builtIn.number'), numeric: true },
          { id: 'name', label: t('builtIn.name') },
          { id: 'matches', label: t('builtIn.matches') },
        ]}
        rows={rows.toSpliced(1, 0, own)}
      />
    </Panel>
  )
}
