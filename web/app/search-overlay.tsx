import {
  Button,
  Group,
  Loader,
  Modal,
  NavLink,
  Stack,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { SearchIcon } from '@primer/octicons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import type { RecordKind } from '#kernel/record.ts'
import { api } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { titleOf } from '../records/display.ts'
import { kindById } from '../records/kinds.ts'
import { useDisplay } from '../records/use-display.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { closeOverlay, useOverlay } from './overlays.ts'
import { useAppTexts } from './texts.ts'

const shape = z.object({
  groups: z.array(
    z.object({
      kind: z.string(),
      items: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          fields: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
})

/** Finds records by name in every kind the role may read. */
export function SearchOverlay() {
  const t = useAppTexts()
  const opened = useOverlay() === 'search'
  return (
    <Modal
      opened={opened}
      onClose={closeOverlay}
      title={t('search.title')}
      yOffset="10vh"
      centered={false}
    >
      {opened && <SearchBox />}
    </Modal>
  )
}

function SearchBox() {
  const t = useAppTexts()
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [wanted] = useDebouncedValue(typed.trim(), 150)
  const found = useQuery({
    queryKey: ['search', wanted],
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/search', shape, { query: { q: wanted }, signal }),
  })
  const groups = (wanted === '' ? [] : (found.data?.groups ?? [])).flatMap((group) => {
    const kind = kindById(group.kind)
    return kind ? [{ kind, hits: group.items }] : []
  })
  const open = (kind: RecordKind, id: string) => {
    closeOverlay()
    void navigate({ to: `/${kind.path}/${id}` })
  }
  // Enter means the best hit of what was typed, not of what was typed before: it waits for the answer.
  const [entered, setEntered] = useState(false)
  const isFresh = found.isSuccess && !found.isPlaceholderData && wanted === typed.trim()
  const best = groups[0]
  const bestId = best?.hits[0]?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: opens once, when the answer is there
  useEffect(() => {
    if (!entered || !isFresh) return
    setEntered(false)
    if (best && bestId) open(best.kind, bestId)
  }, [entered, isFresh, bestId])
  const move = (event: KeyboardEvent, step: number) => {
    event.preventDefault()
    if (!isFresh) return // hits of the letters before are about to go, and the focus would go with them
    const stops = [...(list.current?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])]
    const at = stops.indexOf(document.activeElement as HTMLElement) + step
    const next = at < 0 ? input.current : stops[Math.min(stops.length - 1, at)]
    next?.focus()
  }
  const count = groups.reduce((sum, group) => sum + group.hits.length, 0)
  return (
    <Stack
      gap="xs"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move(event, 1)
        if (event.key === 'ArrowUp') move(event, -1)
      }}
    >
      <TextInput
        ref={input}
        data-autofocus
        aria-label={t('search.title')}
        placeholder={t('search.placeholder')}
        description={t('search.hint')}
        inputWrapperOrder={['input', 'description']}
        leftSection={<SearchIcon size={16} />}
        rightSection={found.isFetching ? <Loader size="xs" /> : null}
        value={typed}
        onChange={(event) => {
          setEntered(false)
          setTyped(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim() !== '') setEntered(true)
        }}
      />
      {found.isError && <ErrorState error={found.error} />}
      <VisuallyHidden role="status">
        {found.isSuccess && wanted !== '' && t('search.hits', { count })}
      </VisuallyHidden>
      {found.isSuccess && wanted !== '' && count === 0 && (
        <Text size="sm" c="dimmed">
          {t('search.none')}
        </Text>
      )}
      <Stack gap="xs" ref={list}>
        {groups.map(({ kind, hits }) => (
          <HitGroup key={kind.id} kind={kind} hits={hits} q={wanted} onOpen={open} />
        ))}
      </Stack>
    </Stack>
  )
}

type Hit = z.infer<typeof shape>['groups'][number]['items'][number]

/** The hits of one kind under its name, and the way to all of them. */
function HitGroup({
  kind,
  hits,
  q,
  onOpen,
}: {
  readonly kind: RecordKind
  readonly hits: readonly Hit[]
  readonly q: string
  readonly onOpen: (kind: RecordKind, id: string) => void
}) {
  const t = useAppTexts()
  const text = useText()
  const navigate = useNavigate()
  const display = useDisplay({})
  const showAll = () => {
    closeOverlay()
    void navigate({ to: `/${kind.path}`, search: { q } as never }) // search is untyped on purpose
  }
  return (
    <section aria-label={text(kind.plural)}>
      <Group justify="space-between" px="xs">
        <Text size="xs" c="dimmed" fw={500}>
          {text(kind.plural)}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={showAll}>
          {t('search.all')}
        </Button>
      </Group>
      {hits.map(({ id, label, fields }) => {
        const title = titleOf(kind, fields, display) || label
        const beside = Object.values(fields).filter(
          (value) => typeof value === 'string' && !title.includes(value),
        )
        return (
          <NavLink
            key={id}
            component="button"
            data-hit
            py={6}
            label={title}
            description={beside.join(' · ')}
            onClick={() => onOpen(kind, id)}
          />
        )
      })}
    </section>
  )
}
