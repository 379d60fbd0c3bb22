import { Tooltip } from '@mantine/core'
import { AlertIcon, StopIcon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import { useText } from '../platform/language.ts'
import classes from './imports.module.css'
import type { Trouble } from './preview-model.ts'

/** The content of a cell; where something is wrong with it a sign that says what. */
export function TroubleContent({
  trouble,
  children,
}: {
  readonly trouble: Trouble | null
  readonly children: ReactNode
}) {
  const text = useText()
  if (trouble === null) return children
  const sentence = [...new Set(trouble.notes.map((note) => text(note.text)))].join(' · ')
  const Sign = trouble.tone === 'problem' ? StopIcon : AlertIcon
  return (
    <Tooltip label={sentence} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.cellButton}>
        {children}
        <Sign
          size={14}
          fill={trouble.tone === 'problem' ? 'var(--rk-bad)' : 'var(--rk-attention)'}
          aria-label={sentence}
        />
      </button>
    </Tooltip>
  )
}

export const troubleClass = (trouble: Trouble | null): string =>
  trouble === null ? '' : (classes[trouble.tone] ?? '')
