import { useFormats } from '../ui/use-formats.ts'
import type { Counts, ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { useImportTexts } from './texts.ts'
import { useKindName } from './use-kinds.ts'

export const NOTE_OUTCOMES = ['rejected', 'warned', 'changed', 'new', 'same'] as const
export type NoteOutcome = (typeof NOTE_OUTCOMES)[number]

/** Rows to look at: of which file and part, with which outcome, breaking which rule. */
export type Look = {
  readonly fileId: string
  readonly part: number
  readonly outcome: NoteOutcome
  readonly rule?: string
}

type Props = { readonly view: ImportView; readonly onLook: (look: Look) => void }

const COLUMNS = ['read', 'new', 'changed', 'same', 'rejected', 'skipped'] as const

/** What a run came to, per file and kind; each number opens its rows. */
export function CountsTable({ view, onLook }: Props) {
  const t = useImportTexts()
  const formats = useFormats()
  const kindName = useKindName()
  const lines = view.files.flatMap((file) =>
    file.parts.map((part, index) => ({ file, part, first: index === 0 })),
  )
  return (
    <div className={classes.scroller}>
      <table className={`${classes.table} ${classes.cards}`}>
        <thead>
          <tr>
            <th scope="col">{t('files.name')}</th>
            <th scope="col">{t('counts.kind')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={classes.number}>
                {t(`counts.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ file, part, first }) => (
            <tr key={`${file.id}-${part.part}`}>
              <td className={classes.head} style={{ overflowWrap: 'anywhere' }}>
                {first ? file.name : ''}
              </td>
              <td data-label={t('counts.kind')}>{kindName(part.kind)}</td>
              {COLUMNS.map((column) => (
                <td key={column} className={classes.number} data-label={t(`counts.${column}`)}>
                  <Count
                    value={part.counts[column]}
                    label={t('counts.openRows', {
                      count: formats.number(part.counts[column]),
                      what: t(`counts.${column}`),
                      file: file.name,
                    })}
                    onOpen={
                      column === 'read' || column === 'skipped'
                        ? undefined
                        : () => onLook({ fileId: file.id, part: part.part, outcome: column })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {lines.length > 1 && view.counts && <Sum counts={view.counts} />}
      </table>
    </div>
  )
}

function Sum({ counts }: { readonly counts: Counts }) {
  const t = useImportTexts()
  const formats = useFormats()
  return (
    <tfoot>
      <tr>
        <td className={classes.head} colSpan={2}>
          {t('counts.sum')}
        </td>
        {COLUMNS.map((column) => (
          <td key={column} className={classes.number} data-label={t(`counts.${column}`)}>
            {formats.number(counts[column])}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}

type CountProps = {
  readonly value: number
  readonly label: string
  readonly onOpen: (() => void) | undefined
}

function Count({ value, label, onOpen }: CountProps) {
  const formats = useFormats()
  const text = formats.number(value)
  return value > 0 && onOpen ? (
    <button type="button" className={classes.countButton} aria-label={label} onClick={onOpen}>
      {text}
    </button>
  ) : (
    text
  )
}
