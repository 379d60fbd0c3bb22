import '@mantine/core/styles.css'
import '../ui/styles.css'
import {
  Alert,
  Anchor,
  Box,
  Button,
  Loader,
  MantineProvider,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { CheckCircleFillIcon, CircleIcon } from '@primer/octicons-react'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { type ReactNode, StrictMode, useEffect, useMemo, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { websiteKind } from '#tracking/website.ts'
import type { RecentEvents } from '#tracking/website-shapes.ts'
import { ApiError } from '../platform/api.ts'
import { startLanguage } from '../platform/language.ts'
import { createQueryClient } from '../platform/query-client.ts'
import { fetchRecord } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useUiTexts } from '../ui/texts.ts'
import { appTheme, cssVariables } from '../ui/theme.ts'
import { arrivedSteps, TEST_STEPS, type TestStep } from './website-check.ts'
import classes from './websites.module.css'
import { fetchRecent, fetchSetup, Website } from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

startLanguage()
const client = createQueryClient()
const websiteId = new URLSearchParams(location.search).get('website') ?? ''
const POLL_MS = 1_500
/** Until then nothing is wrong: slow networks, a busy server. */
const PATIENCE_SECONDS = 12

type Prepared = {
  readonly website: Website
  readonly ownBase: string
  /** Messages that were there before this page. */
  readonly before: ReadonlySet<string>
}

async function prepare(signal: AbortSignal): Promise<Prepared> {
  const [{ record }, { ownBase }, { items }] = await Promise.all([
    fetchRecord(websiteKind, websiteId, signal),
    fetchSetup(websiteId, signal),
    fetchRecent(websiteId, signal),
  ])
  return {
    website: Website.parse(record),
    ownBase,
    before: new Set(items.map(({ messageId }) => messageId)),
  }
}

function TestPage() {
  const t = useWebsitesTexts()
  const prepared = useQuery({
    queryKey: ['test-page'],
    queryFn: ({ signal }) => prepare(signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  useEffect(() => {
    document.title = `${t('test.title')} · Regelkreis`
  }, [t])
  return (
    <Box component="main" maw={720} mx="auto" px="md" py="xl">
      {prepared.isPending && (
        <Box role="status">
          <Loader size="sm" /> {t('test.loading')}
        </Box>
      )}
      {prepared.isError && <Refused error={prepared.error} />}
      {prepared.data && <Steps {...prepared.data} />}
    </Box>
  )
}

function Refused({ error }: { readonly error: unknown }) {
  const t = useWebsitesTexts()
  const status = error instanceof ApiError ? error.status : 0
  if (status === 401) {
    return (
      <Alert color="petrol" variant="light" title={t('test.signIn')}>
        <Anchor href="/sign-in">{t('test.toSignIn')}</Anchor>
      </Alert>
    )
  }
  if (status === 404 || status === 400) {
    return (
      <Alert color="attention" variant="light">
        {t('test.noWebsite')}
      </Alert>
    )
  }
  return <ErrorState error={error} />
}

/** Loads the website's script into this document. True once that was refused. */
function useScript({ website, ownBase }: Prepared): boolean {
  const [isBlocked, setBlocked] = useState(false)
  const loaded = useRef(false)
  useEffect(() => {
    if (loaded.current) return
    loaded.current = true
    const script = document.createElement('script')
    script.src = `${ownBase}s.js`
    script.dataset.site = website.key
    script.dataset.consent = 'statistics'
    script.onerror = () => setBlocked(true)
    document.head.append(script)
  }, [website.key, ownBase])
  return isBlocked
}

const useSeconds = (): number => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}

function Steps(prepared: Prepared) {
  const { website, before } = prepared
  const t = useWebsitesTexts()
  const isBlocked = useScript(prepared)
  const seconds = useSeconds()
  const recent = useQuery({
    queryKey: ['test-page', 'recent'],
    queryFn: ({ signal }) => fetchRecent(websiteId, signal),
    refetchInterval: POLL_MS,
  })
  const arrived = arrivedSteps(recent.data?.items ?? [], before)
  const isDone = arrived.length === TEST_STEPS.length
  const isLate = arrived.length === 0 && (isBlocked || seconds >= PATIENCE_SECONDS)
  const actions: Readonly<Record<TestStep, ReactNode>> = {
    page: null,
    file: (
      <Button component="a" href="/website-test.csv" download variant="default">
        {t('test.file.do')}
      </Button>
    ),
    event: (
      <Button variant="default" onClick={() => window.regelkreis?.('website_test')}>
        {t('test.event.do')}
      </Button>
    ),
  }
  return (
    <Stack gap="md">
      <Box>
        <Text size="sm" c="dimmed">
          {t('test.title')}
        </Text>
        <Title order={1}>{t('test.heading', { name: website.name })}</Title>
      </Box>
      <Text size="sm">{t('test.lead')}</Text>
      {isLate && recent.data && (
        <Reasons website={website} recent={recent.data} isBlocked={isBlocked} seconds={seconds} />
      )}
      <ul className={classes.checks}>
        {TEST_STEPS.map((step) => (
          <Step key={step} step={step} arrived={arrived.includes(step)} action={actions[step]} />
        ))}
      </ul>
      <div role="status">
        {isDone && (
          <Alert color="good" variant="light">
            {t('test.done')}
          </Alert>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {t('test.note')}
      </Text>
      <Anchor href={`/${websiteKind.path}/${websiteId}`} size="sm">
        {t('test.back')}
      </Anchor>
    </Stack>
  )
}

function Step({
  step,
  arrived,
  action,
}: {
  readonly step: TestStep
  readonly arrived: boolean
  readonly action: ReactNode
}) {
  const t = useWebsitesTexts()
  return (
    <li className={classes.check} data-step={step} data-arrived={arrived}>
      <Text c={arrived ? 'var(--rk-good)' : 'dimmed'} lh={1}>
        {arrived ? <CheckCircleFillIcon size={20} /> : <CircleIcon size={20} />}
      </Text>
      <div>
        <Text fw={600}>
          {t(`test.${step}`)}{' '}
          <Text span size="sm" c="dimmed" fw={400}>
            · {t(arrived ? 'test.arrived' : 'test.waiting')}
          </Text>
        </Text>
        <Text size="sm" c="dimmed">
          {t(`test.${step}.text`)}
        </Text>
      </div>
      <div className={classes.action}>{action}</div>
    </li>
  )
}

const isOff = (): boolean => {
  try {
    return localStorage.getItem('rk_off') !== null
  } catch {
    return false
  }
}

/** Why nothing came in, as far as this page can tell. */
function Reasons({
  website,
  recent,
  isBlocked,
  seconds,
}: {
  readonly website: Website
  readonly recent: RecentEvents
  readonly isBlocked: boolean
  readonly seconds: number
}) {
  const t = useWebsitesTexts()
  const found = [
    isBlocked && t('test.reason.blocked'),
    website.active === false && t('test.reason.inactive'),
    isOff() && t('test.reason.off'),
    recent.isExcluded && t('test.reason.excluded', { address: recent.ownAddress }),
  ].filter((reason) => reason !== false)
  const reasons = found.length > 0 ? found : [t('test.reason.server')]
  return (
    <Alert color="attention" variant="light" role="alert" title={t('test.late', { seconds })}>
      <ul className={classes.steps}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Alert>
  )
}

function App() {
  const t = useUiTexts()
  const [close, showPassword] = [t('close'), t('showPassword')]
  const theme = useMemo(() => appTheme({ close, showPassword }), [close, showPassword])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <TestPage />
      </QueryClientProvider>
    </MantineProvider>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
