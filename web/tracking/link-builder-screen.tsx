import { Autocomplete, Button, Collapse, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { campaignKind } from '#campaigns/campaign.ts'
import { trackedLinkKind } from '#tracking/link-records.ts'
import { MEDIA } from '#tracking/utm-words.ts'
import { PermittedScreen } from '../app/permitted-screen.tsx'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { createRecord, fetchOptions, recordKeys } from '../records/records-api.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { ruleText } from '../records/rules.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import {
  checkOf,
  EMPTY_INPUTS,
  type Inputs,
  newCode,
  recordOf,
  SOURCES,
  warningOf,
} from './link-inputs.ts'
import { LinkPreview } from './link-preview.tsx'
import classes from './links.module.css'
import { checkLink, linkKeys } from './links-api.ts'
import { useLinksTexts } from './links-texts.ts'

/** Builds a link from fixed lists, with the finished address beside it. */
export function LinkBuilderScreen() {
  return (
    <PermittedScreen permission="tracking:write">
      <Builder />
    </PermittedScreen>
  )
}

/** The name of the chosen campaign, which goes into the address. */
function useCampaignName(id: string): string {
  const options = useQuery({
    queryKey: recordKeys.options(campaignKind, { id: [id] }),
    enabled: id !== '',
    staleTime: 300_000,
    queryFn: ({ signal }) => fetchOptions(campaignKind, { id: [id] }, signal),
  })
  return options.data?.find((option) => option.id === id)?.label ?? ''
}

function Builder() {
  const t = useLinksTexts()
  const text = useText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [search] = useSearchState()
  const [inputs, setInputs] = useState<Inputs>(() => ({
    ...EMPTY_INPUTS,
    campaign_id: one(search, 'campaign_id'),
    code: newCode(crypto.getRandomValues(new Uint16Array(3))),
  }))
  const [isMore, setMore] = useState(false)
  const change = (part: Partial<Inputs>) => setInputs((before) => ({ ...before, ...part }))
  const given = checkOf(inputs, useCampaignName(inputs.campaign_id))
  const [asked] = useDebouncedValue(given, 250)
  const checked = useQuery({
    queryKey: linkKeys.check(asked),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => checkLink(asked, signal),
  })
  const save = useMutation({
    mutationFn: () => createRecord(trackedLinkKind, recordOf(inputs)),
    onSuccess: async ({ record }) => {
      notifications.show({ message: t('build.saved', { name: inputs.name }), color: 'good' })
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await navigate({ to: `/${trackedLinkKind.path}/${record.id}` as string, replace: true })
    },
  })
  const problems = save.error instanceof ApiError ? save.error.problems : []
  const isTaken = save.error instanceof ApiError && save.error.code === 'records.duplicate'
  const errorOf = (field: string) => {
    const rule = problems.find((problem) => problem.field === field)?.rule
    if (field === 'code' && isTaken) return text(ruleText('tracking.code_taken'))
    return rule === undefined ? undefined : text(ruleText(rule))
  }
  const noteOf = (field: string) => warningOf(checked.data?.warnings ?? [], field)
  const described = (help: string, field: string) => {
    const note = noteOf(field)
    return note ? `${help} ${t('build.becomes', { word: note.used, why: text(note.text) })}` : help
  }
  const field = (id: keyof Inputs) => ({
    value: inputs[id],
    error: errorOf(id),
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [id]: event.currentTarget.value }),
  })
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to="/links">{t('links')}</AppLink>}
        title={t('build.title')}
        sentence={t('build.sentence')}
      />
      <div className={classes.builder}>
        <Panel>
          <form
            noValidate
            onSubmit={(event: FormEvent) => {
              event.preventDefault()
              save.mutate()
            }}
          >
            <Stack gap="sm">
              <TextInput
                label={t('build.target')}
                description={t('build.target.help')}
                required
                inputMode="url"
                {...field('target')}
              />
              <TextInput
                label={t('build.name')}
                description={t('build.name.help')}
                required
                {...field('name')}
              />
              <ReferencePicker
                kind={campaignKind}
                label={t('build.campaign')}
                description={described(t('build.campaign.help'), 'campaign')}
                value={inputs.campaign_id}
                onChange={(campaign_id) => change({ campaign_id })}
              />
              <Autocomplete
                label={t('build.source')}
                description={described(t('build.source.help'), 'source')}
                data={[...SOURCES]}
                value={inputs.source}
                error={errorOf('source')}
                onChange={(source) => change({ source })}
              />
              <Select
                label={t('build.medium')}
                description={t('build.medium.help')}
                data={MEDIA.map(({ value, label }) => ({
                  value,
                  label: `${text(label)} (${value})`,
                }))}
                searchable
                clearable
                value={inputs.medium === '' ? null : inputs.medium}
                error={errorOf('medium')}
                onChange={(medium) => change({ medium: medium ?? '' })}
              />
              <Button
                variant="subtle"
                size="compact-sm"
                style={{ alignSelf: 'flex-start' }}
                aria-expanded={isMore}
                onClick={() => setMore(!isMore)}
              >
                {t('build.more')}
              </Button>
              <Collapse expanded={isMore}>
                <Stack gap="sm">
                  <TextInput
                    label={t('build.content')}
                    description={described(t('build.content.help'), 'content')}
                    {...field('content')}
                  />
                  <TextInput label={t('build.term')} {...field('term')} />
                </Stack>
              </Collapse>
              <TextInput
                label={t('build.code')}
                description={t('build.code.help')}
                {...field('code')}
              />
              {save.isError && problems.length === 0 && !isTaken && (
                <ErrorState error={save.error} />
              )}
              <Group gap="sm">
                <Button type="submit" loading={save.isPending}>
                  {t('build.save')}
                </Button>
                <Button variant="default" onClick={() => void navigate({ to: '/links' as string })}>
                  {t('build.cancel')}
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        <LinkPreview inputs={inputs} given={given} checked={checked.data} />
      </div>
    </>
  )
}
