import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OwnRule } from '#tracking/own-rules.ts'
import type { TriedAddress } from '#tracking/rule-shapes.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Tried, useTried } from './channel-rules-api.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'
import { useAllChannelNames } from './use-all-channel-names.ts'

type Props = {
  /** Rules that are not saved yet, or null. */
  readonly draft: readonly OwnRule[] | null
  readonly kept: readonly OwnRule[]
}

/** Says which channel an address would get, by which rule, from which input. */
export function AddressCheck({ draft, kept }: Props) {
  const t = useChannelRulesTexts()
  const [address, setAddress] = useState('')
  const [referrer, setReferrer] = useState('')
  const [asked, setAsked] = useState<Tried | null>(null)
  const tried = useTried(asked, draft)
  return (
    <Panel title={t('try.title')} sentence={t(draft ? 'try.draft' : 'try.sentence')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked({ address, referrer })
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('try.address')}
            placeholder={t('try.address.placeholder')}
            maxLength={4000}
            spellCheck={false}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <TextInput
            label={t('try.referrer')}
            placeholder={t('try.referrer.placeholder')}
            maxLength={4000}
            spellCheck={false}
            value={referrer}
            onChange={(event) => setReferrer(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={address.trim() === ''}>
            {t('try.button')}
          </Button>
        </Stack>
      </form>
      {tried.isError && <ErrorState error={tried.error} />}
      {tried.data && <Outcome tried={tried.data} rules={draft ?? kept} />}
    </Panel>
  )
}

function Outcome({
  tried,
  rules,
}: {
  readonly tried: TriedAddress
  readonly rules: readonly OwnRule[]
}) {
  const t = useChannelRulesTexts()
  const text = useText()
  const channelName = useAllChannelNames()
  const own = tried.ownRule === null ? undefined : rules[tried.ownRule]
  const number = tried.rule.split('.')[0] ?? ''
  const { arrival } = tried.read
  return (
    <Stack gap={6} mt="md" role="status" aria-live="polite">
      <Text size="xl" fw={600}>
        {channelName(tried.channel)}
      </Text>
      <Fact label={t('try.rule')}>
        {own && tried.ownRule !== null
          ? t('try.own', { number: tried.ownRule + 1, name: own.name })
          : `${number} ${text(tried.why)}`}
      </Fact>
      <Fact label={t('try.used')}>
        {(own ? tried.used.slice(own.name.length + 2) : tried.used) || t('try.used.none')}
      </Fact>
      <Fact label={t('try.read')}>{readText(tried, t) || t('try.read.nothing')}</Fact>
      {(arrival === 'own' || arrival === 'excluded') && (
        <Alert color="petrol" variant="light" p="xs">
          {t(`try.arrival.${arrival}`)}
        </Alert>
      )}
    </Stack>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: string }) => (
  <Text size="sm">
    <Text span c="dimmed" inherit>
      {label}:{' '}
    </Text>
    {children}
  </Text>
)

const PARTS = ['source', 'medium', 'campaign', 'referrer', 'landing'] as const

function readText({ read }: TriedAddress, t: ReturnType<typeof useChannelRulesTexts>): string {
  const parts = PARTS.filter((part) => read[part]).map(
    (part) => `${t(`read.${part}`)} ${read[part]}`,
  )
  if (read.clickIds.length > 0) parts.push(`${t('read.clickIds')} ${read.clickIds.join(', ')}`)
  return parts.join(', ')
}
