import { ActionIcon, Alert, Menu } from '@mantine/core'
import { KebabHorizontalIcon, LockIcon, TrashIcon, UnlinkIcon } from '@primer/octicons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useMay } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { CheckStep } from './check-step.tsx'
import { CommitStep } from './commit-step.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { FilesStep } from './files-step.tsx'
import type { ImportView } from './import-shapes.ts'
import { MappingStep } from './mapping-step.tsx'
import { Refusal } from './refusal.tsx'
import { ResultStep } from './result-step.tsx'
import { StateBanner } from './state-banner.tsx'
import { StepNavigation } from './step-navigation.tsx'
import {
  defaultStep,
  isEditable,
  isRunning,
  isStep,
  reachable,
  type Step,
  type StepProps,
} from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useImport } from './use-import.ts'
import { useViewWithProblems } from './use-preview.ts'

/** One import, from its files to its result. The step stands in the address. */
export function ImportScreen() {
  const { importId } = useParams({ strict: false }) as { importId: string }
  const query = useImport(importId)
  if (query.data) return <Loaded view={query.data} offline={query.failureCount > 0} />
  if (query.error) return <Refusal error={query.error} onRetry={() => void query.refetch()} />
  return <ScreenLoading />
}

function Loaded({
  view: loaded,
  offline,
}: {
  readonly view: ImportView
  readonly offline: boolean
}) {
  const t = useImportTexts()
  const view = useViewWithProblems(loaded)
  const [search, change] = useSearchState()
  const wanted = one(search, 'step')
  const step = isStep(wanted) && reachable(view).includes(wanted) ? wanted : defaultStep(view)
  const go = (next: Step) => {
    change({ step: next }, { push: true })
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <Head view={view} />
      <StepNavigation view={view} current={step} onStep={go} />
      {offline && (
        <Alert color="attention" variant="light" icon={<UnlinkIcon />} mb="md" role="status">
          {t('offline')}
        </Alert>
      )}
      <StateBanner view={view} />
      <Lock view={view} step={step} />
      <StepContent view={view} step={step} onStep={go} />
    </>
  )
}

function StepContent({ view, step, onStep }: StepProps & { readonly step: Step }) {
  switch (step) {
    case 'files':
      return <FilesStep view={view} onStep={onStep} />
    case 'mapping':
      return <MappingStep view={view} onStep={onStep} />
    case 'check':
      return <CheckStep view={view} onStep={onStep} />
    case 'commit':
      return <CommitStep view={view} onStep={onStep} />
    default:
      return <ResultStep view={view} onStep={onStep} />
  }
}

/** Why nothing can be changed on the first two steps. */
function Lock({ view, step }: { readonly view: ImportView; readonly step: Step }) {
  const t = useImportTexts()
  if (isEditable(view.state) || (step !== 'files' && step !== 'mapping')) return null
  return (
    <Alert color="gray" variant="light" icon={<LockIcon />} mb="md">
      {t(isRunning(view.state) ? 'lockedRunning' : 'locked')}
    </Alert>
  )
}

function Head({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const formats = useFormats()
  const may = useMay()
  const [deleting, setDeleting] = useState(false)
  const when = formats.instant(view.createdAt)
  const [first] = view.files
  const rest = view.files.length - 1
  const title =
    first === undefined
      ? t('title')
      : rest > 0
        ? t('import.titleMore', { name: first.name, count: rest })
        : first.name
  return (
    <>
      <PageHeader
        title={title}
        eyebrow={<AppLink to="/imports">{t('import.eyebrow')}</AppLink>}
        sentence={
          view.actorName === null
            ? t('import.sentenceNobody', { when })
            : t('import.sentence', { when, who: view.actorName })
        }
        actions={
          may('imports:run') &&
          !isRunning(view.state) && (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size="lg" aria-label={t('import.menu')}>
                  <KebabHorizontalIcon size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  color="bad"
                  leftSection={<TrashIcon size={16} />}
                  onClick={() => setDeleting(true)}
                >
                  {t('import.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )
        }
      />
      {deleting && <DeleteDialog view={view} onClose={() => setDeleting(false)} />}
    </>
  )
}
