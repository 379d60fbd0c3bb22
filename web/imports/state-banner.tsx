import { Alert, Button, Group, List, Text } from '@mantine/core'
import { AlertIcon, InfoIcon, QuestionIcon, UndoIcon } from '@primer/octicons-react'
import { useMutation } from '@tanstack/react-query'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { type SearchState, useSearchState } from '../platform/url-state.ts'
import { importApi } from './import-api.ts'
import type { ImportView } from './import-shapes.ts'
import { failureText, mappingProblemText, runFailure } from './problem-texts.ts'
import { firstOpenFile, isEditable, openQuestions } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useShowView } from './use-import.ts'

type Props = { readonly view: ImportView }

/** Says first what everybody asks after a stop: was anything written? */
export function StateBanner({ view }: Props) {
  const [, change] = useSearchState()
  const goTo = (patch: SearchState) => change(patch, { push: true })
  const t = useImportTexts()
  const language = useLanguage()
  // A refused undo says itself what stands in the way, with the records.
  const blocked = (view.undoBlockers ?? []).length > 0
  const failure = blocked ? null : runFailure(view)
  if (view.state === 'interrupted' || view.state === 'cancelled') {
    return (
      <Banner
        color="attention"
        icon={<InfoIcon />}
        title={t(`banner.${view.state}.title`)}
        text={t(`banner.${view.state}.text`)}
      />
    )
  }
  if (view.state === 'failed' || (failure !== null && view.state !== 'ready')) {
    const undoing = view.state === 'committed'
    return (
      <Banner
        color="bad"
        icon={<AlertIcon />}
        title={t(undoing ? 'banner.undoFailed.title' : 'banner.failed.title')}
        text={failure === null ? t('error.unknown') : failureText(failure, language, t)}
      >
        {failure !== null && <Details view={view} />}
      </Banner>
    )
  }
  if (view.state === 'undone') {
    return (
      <Banner
        color="gray"
        icon={<UndoIcon />}
        title={t('banner.undone.title')}
        text={t('banner.undone.text')}
      />
    )
  }
  if (view.error?.code.endsWith('questions_open') && openQuestions(view) > 0) {
    return (
      <Banner
        color="attention"
        icon={<QuestionIcon />}
        title={t('banner.questions.title')}
        text={t('banner.questions.text')}
      >
        <Group mt="sm">
          <Button
            size="xs"
            variant="default"
            onClick={() => goTo({ step: 'mapping', file: firstOpenFile(view) })}
          >
            {t('banner.questions.go')}
          </Button>
        </Group>
      </Banner>
    )
  }
  return null
}

function Details({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const language = useLanguage()
  if (view.error === null) return null
  const { code, problems, file } = view.error
  return (
    <>
      {problems && problems.length > 0 && (
        <List size="sm" mt={4}>
          {problems.slice(0, 8).map((problem) => (
            <List.Item key={`${problem.field}-${problem.rule}`}>
              {mappingProblemText(problem, (field) => field, language, t)}
            </List.Item>
          ))}
        </List>
      )}
      <LeaveOut view={view} name={file ?? null} />
      <Text size="xs" ff="monospace" mt={6}>
        {[t('error.code', { code }), ...(file ? [t('error.file', { file })] : [])].join(' · ')}
      </Text>
    </>
  )
}

/** One file that cannot be imported need not stop the others. */
function LeaveOut({ view, name }: { readonly view: ImportView; readonly name: string | null }) {
  const t = useImportTexts()
  const may = useMay()
  const show = useShowView()
  const file = view.files.find((one) => one.name === name && one.included)
  const leave = useMutation({
    mutationFn: (fileId: string) => importApi.settle(view.id, fileId, { included: false }),
    onSuccess: show,
  })
  const others = view.files.filter((one) => one.included && one.error === null).length > 1
  if (!file || !others || !isEditable(view.state) || !may('imports:run')) return null
  return (
    <Group mt="sm">
      <Button
        size="xs"
        variant="default"
        loading={leave.isPending}
        onClick={() => leave.mutate(file.id)}
      >
        {t('banner.leaveOut', { name: file.name })}
      </Button>
    </Group>
  )
}

type BannerProps = {
  readonly color: string
  readonly icon: React.ReactNode
  readonly title: string
  readonly text: string
  readonly children?: React.ReactNode
}

function Banner({ color, icon, title, text, children }: BannerProps) {
  return (
    <Alert color={color} variant="light" icon={icon} title={title} mb="md" role="status">
      <Text size="sm">{text}</Text>
      {children}
    </Alert>
  )
}
