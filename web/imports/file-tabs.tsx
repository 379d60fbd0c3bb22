import { VisuallyHidden } from '@mantine/core'
import { AlertIcon, CheckCircleIcon, DashIcon, StopIcon } from '@primer/octicons-react'
import { fileStatus } from './file-table.tsx'
import type { FileView, ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { useImportTexts } from './texts.ts'

const SIGNS = {
  good: CheckCircleIcon,
  attention: AlertIcon,
  bad: StopIcon,
  neutral: DashIcon,
} as const

type Props = {
  readonly view: ImportView
  readonly current: FileView
  readonly onChoose: (file: FileView) => void
}

/** Chooses one of several files; a sign says whether something is missing there. */
export function FileTabs({ view, current, onChoose }: Props) {
  const t = useImportTexts()
  if (view.files.length < 2) return null
  return (
    <nav className={classes.fileTabs} aria-label={t('files.choose')}>
      {view.files.map((file) => {
        const status = fileStatus(file, t)
        const Sign = SIGNS[status.tone]
        const color = status.tone === 'neutral' ? undefined : `var(--rk-${status.tone})`
        return (
          <button
            key={file.id}
            type="button"
            className={classes.fileTab}
            aria-current={file.id === current.id}
            title={`${file.name}: ${status.label}`}
            onClick={() => onChoose(file)}
          >
            <Sign size={15} {...(color && { fill: color })} />
            <span className={file.included ? undefined : classes.left}>{file.name}</span>
            <VisuallyHidden>: {status.label}</VisuallyHidden>
          </button>
        )
      })}
    </nav>
  )
}
