import { Box, Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { SearchIcon } from '@primer/octicons-react'
import { useEffect, useState } from 'react'
import { ACTION_LABELS } from '#access/audit-words.ts'
import { userKind } from '#access/user.ts'
import { addDays, isIsoDate } from '#kernel/period.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { DateField } from '../ui/date-field.tsx'
import classes from './audit-screen.module.css'
import { NO_FILTER } from './audit-state.ts'
import { useAccessTexts } from './texts.ts'
import { useAuditKinds } from './use-audit-kinds.ts'

/** Text, person, kind, action and period; what is set stands in the address. */
export function AuditFilters({ filtered }: { readonly filtered: boolean }) {
  const t = useAccessTexts()
  const text = useText()
  const language = useLanguage()
  const kinds = useAuditKinds()
  const [search, change] = useSearchState()
  const byName = (a: { label: string }, b: { label: string }) =>
    a.label.localeCompare(b.label, language)
  const until = one(search, 'until')
  return (
    <Group gap="xs" mb="sm" align="flex-end" className={classes.filters ?? ''}>
      <SearchInput q={one(search, 'q')} />
      <Box w={180}>
        <ReferencePicker
          kind={userKind}
          label={t('audit.who')}
          value={one(search, 'actor_id')}
          onChange={(id) => change({ actor_id: id === '' ? undefined : id })}
        />
      </Box>
      <Select
        label={t('audit.kind')}
        placeholder={t('audit.all')}
        data={[...kinds.values()]
          .map(({ id, label }) => ({ value: id, label: text(label) }))
          .sort(byName)}
        value={one(search, 'kind') || null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': t('audit.clear') }}
        searchable
        w={150}
      />
      <Select
        label={t('audit.action')}
        placeholder={t('audit.all')}
        data={Object.entries(ACTION_LABELS)
          .map(([value, label]) => ({ value, label: text(label) }))
          .sort(byName)}
        value={one(search, 'action') || null}
        onChange={(action) => change({ action: action ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': t('audit.clear') }}
        searchable
        w={190}
      />
      <DateField
        label={t('audit.from')}
        w={140}
        value={one(search, 'from')}
        onChange={(from) => change({ from: from === '' ? undefined : from })}
      />
      <DateField
        label={t('audit.until')}
        w={140}
        value={isIsoDate(until) ? addDays(until, -1) : ''}
        onChange={(last) => change({ until: isIsoDate(last) ? addDays(last, 1) : undefined })}
      />
      {filtered && (
        <Button variant="subtle" onClick={() => change(NO_FILTER)}>
          {t('audit.reset')}
        </Button>
      )}
    </Group>
  )
}

function SearchInput({ q }: { readonly q: string }) {
  const t = useAccessTexts()
  const [, change] = useSearchState()
  const [typed, setTyped] = useState(q)
  const apply = useDebouncedCallback((value: string) => {
    change({ q: value === '' ? undefined : value })
  }, 300)
  // "Back" and "reset" change the address under the input.
  useEffect(() => setTyped(q), [q])
  return (
    <TextInput
      w={200}
      className={classes.search ?? ''}
      type="search"
      label={t('audit.search')}
      placeholder={t('audit.search.hint')}
      leftSection={<SearchIcon size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        apply(event.currentTarget.value)
      }}
    />
  )
}
