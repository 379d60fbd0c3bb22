import { Loader, Modal, NavLink, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { SearchIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { fetchOptions } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { closeOverlay, useOverlay } from './overlays.ts'
import { useAppTexts } from './texts.ts'

const SEARCHED = ['account', 'contact', 'lead', 'opportunity', 'campaign'] as const
const PER_KIND = 5

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
  const text = useText()
  const may = useMay()
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [wanted] = useDebouncedValue(typed.trim(), 180)
  const kinds = SEARCHED.flatMap((id) => kindById(id) ?? []).filter((kind) =>
    may(`${kind.area}:read`),
  )
  const found = useQuery({
    queryKey: ['search', wanted],
    enabled: wanted.length > 1,
    queryFn: ({ signal }) =>
      Promise.all(
        kinds.map(async (kind) => ({
          kind,
          items: (await fetchOptions(kind, { q: wanted }, signal)).slice(0, PER_KIND),
        })),
      ),
  })
  const results = (found.data ?? []).flatMap(({ kind, items }) =>
    items.map((item) => ({ kind, ...item })),
  )
  const open = (path: string, id: string) => {
    closeOverlay()
    void navigate({ to: `/${path}/${id}` })
  }
  const move = (event: KeyboardEvent, step: number) => {
    event.preventDefault()
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a,button') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus()
  }
  return (
    <Stack
      gap="xs"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move(event, 1)
        if (event.key === 'ArrowUp') move(event, -1)
      }}
    >
      <TextInput
        data-autofocus
        aria-label={t('search.title')}
        placeholder={t('search.placeholder')}
        description={t('search.hint')}
        inputWrapperOrder={['input', 'description']}
        leftSection={<SearchIcon size={16} />}
        rightSection={found.isFetching ? <Loader size="xs" /> : null}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = results[0]
          if (event.key === 'Enter' && first) open(first.kind.path, first.id)
        }}
      />
      {found.isError && <ErrorState error={found.error} />}
      {found.isSuccess && results.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t('search.none')}
        </Text>
      )}
      <Stack gap={0} ref={list}>
        {results.map((result) => (
          <NavLink
            key={`${result.kind.id}-${result.id}`}
            component="button"
            label={result.label}
            description={text(result.kind.label)}
            onClick={() => open(result.kind.path, result.id)}
          />
        ))}
      </Stack>
    </Stack>
  )
}
