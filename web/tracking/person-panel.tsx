import { Alert, Button, Group, Loader, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { DownloadIcon, TrashIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ErasurePreview, type Fate, PERSONAL_FATES } from '#tracking/person-shapes.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { download } from '../ui/download.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './people.module.css'
import {
  erasePerson,
  fetchErasure,
  fetchPersonalData,
  type PersonRecord,
  peopleKeys,
} from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'

type Props = { readonly person: PersonRecord; readonly title: string }

/** What a person may ask for: everything that is kept of them as a file, and its end. */
export function PersonPanel({ person, title }: Props) {
  const t = usePeopleTexts()
  const may = useMay()
  const [opened, dialog] = useDisclosure(false)
  const handOut = useMutation({
    mutationFn: () => fetchPersonalData(person),
    onSuccess: (data) => {
      download(`person-${person.id}.json`, JSON.stringify(data, null, 2), 'application/json')
      notifications.show({ color: 'good', message: t('person.exported') })
    },
  })
  if (!may('safety:write')) return null
  return (
    <Panel title={t('person.title')} sentence={t('person.sentence')}>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<DownloadIcon size={16} />}
          loading={handOut.isPending}
          onClick={() => handOut.mutate()}
        >
          {t('person.export')}
        </Button>
        <Button variant="default" leftSection={<TrashIcon size={16} />} onClick={dialog.open}>
          {t('person.erase')}
        </Button>
      </Group>
      {handOut.isError && <ErrorState error={handOut.error} />}
      <Modal opened={opened} onClose={dialog.close} size="lg" title={t('erase.title', { title })}>
        {opened && <Erasure person={person} title={title} onClose={dialog.close} />}
      </Modal>
    </Panel>
  )
}

/** First what would become of everything, then the typed word, then what was done. */
function Erasure({ person, title, onClose }: Props & { readonly onClose: () => void }) {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const preview = useQuery({
    queryKey: peopleKeys.preview(person),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => fetchErasure(person, signal),
  })
  const erase = useMutation({ mutationFn: () => erasePerson(person) })
  // Only now: the records under the dialogue are others from here on.
  const close = () => {
    onClose()
    void client.invalidateQueries()
  }
  if (erase.isSuccess) return <Done erased={erase.data} onClose={close} />
  if (preview.isError) return <ErrorState error={preview.error} />
  if (preview.isPending) return <Loader size="sm" role="status" aria-label={t('loading')} />
  return (
    <Stack gap="md">
      <Alert color="attention" variant="light" title={t('erase.warning')} />
      <Announced preview={preview.data} />
      <Text size="sm">{t('erase.trail')}</Text>
      <TextInput
        label={t('erase.typed', { word: title })}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {erase.isError && <ErrorState error={erase.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          color="bad"
          loading={erase.isPending}
          disabled={typed.trim() !== title.trim()}
          onClick={() => erase.mutate()}
        >
          {t('erase.do')}
        </Button>
      </Group>
    </Stack>
  )
}

const FATES: readonly Fate[] = ['goes', 'emptied', 'stays']

/** What is kept, by what becomes of it. */
function Announced({ preview }: { readonly preview: ErasurePreview }) {
  const t = usePeopleTexts()
  const text = useText()
  const formats = useFormats()
  const kept = preview.parts.filter(({ count }) => count > 0)
  return (
    <>
      <div>
        <Text size="sm">{t('erase.records')}</Text>
        <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
          {preview.records.map(({ kind, id, label }) => (
            <li key={id}>
              <Text size="sm">
                {text(kindById(kind)?.label ?? { de: kind, en: kind })}: {label || '–'}
              </Text>
            </li>
          ))}
        </ul>
      </div>
      {FATES.map((fate) => {
        const parts = kept.filter(({ part }) => PERSONAL_FATES[part] === fate)
        if (parts.length === 0) return null
        return (
          <section key={fate}>
            <Title order={3} size="h5" mb={4}>
              {t(`fate.${fate}`)}
            </Title>
            <ul className={classes.parts}>
              {parts.map(({ part, count }) => (
                <li key={part}>
                  <Text size="sm" span>
                    {t(`part.${part}`)}
                  </Text>
                  <Text size="sm" span className="rk-number">
                    {formats.number(count)}
                  </Text>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function Done({
  erased,
  onClose,
}: {
  readonly erased: { readonly contacts: number; readonly leads: number }
  readonly onClose: () => void
}) {
  const t = usePeopleTexts()
  const contacts = t('erase.contacts', { count: erased.contacts })
  const leads = t('erase.leads', { count: erased.leads })
  return (
    <Stack gap="md">
      <Alert
        color="good"
        variant="light"
        role="status"
        title={t('erase.done', { contacts, leads })}
      />
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t('close')}
        </Button>
      </Group>
    </Stack>
  )
}
