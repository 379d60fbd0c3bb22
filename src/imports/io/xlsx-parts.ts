import { type NumberStyle, styleOf } from '../workbook.ts'
import { refusal } from './bytes.ts'
import { createSharedStrings, type SharedStrings } from './shared-strings.ts'
import {
  type Archive,
  attribute,
  type Handlers,
  localName,
  parsePart,
  readWhole,
} from './xlsx-archive.ts'

/** The sheets with the part that holds each, and the day that dates count from. */
export async function readWorkbookPart(archive: Archive) {
  if (archive.entries.has('xl/workbook.bin')) throw refusal('xlsb', archive.file)
  if (!archive.entries.has('xl/workbook.xml')) throw refusal('zip_not_xlsx', archive.file)
  const found: { name: string; hidden: boolean; relation: string }[] = []
  let is1904 = false
  await readWhole(archive, 'xl/workbook.xml', {
    open(tag) {
      const name = localName(tag.name)
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute(tag, 'date1904') ?? '')
      if (name !== 'sheet') return
      const state = attribute(tag, 'state') ?? 'visible'
      const relation = tag.attributes['r:id'] ?? attribute(tag, 'id') ?? ''
      found.push({ name: attribute(tag, 'name') ?? '', hidden: state !== 'visible', relation })
    },
  })
  const paths = new Map<string, string>()
  await readWhole(archive, 'xl/_rels/workbook.xml.rels', {
    open(tag) {
      if (localName(tag.name) !== 'Relationship') return
      const target = attribute(tag, 'Target') ?? ''
      paths.set(
        attribute(tag, 'Id') ?? '',
        target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
      )
    },
  })
  const sheets = found.filter(({ relation }) => archive.entries.has(paths.get(relation) ?? ''))
  if (sheets.length === 0) throw refusal('zip_not_xlsx', archive.file)
  return {
    sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
    targets: new Map(sheets.map(({ name, relation }) => [name, paths.get(relation) ?? ''])),
    is1904,
  }
}

/** What each cell style shows, by its number. */
export async function readStyles(archive: Archive): Promise<readonly NumberStyle[]> {
  if (!archive.entries.has('xl/styles.xml')) return []
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let isInCells = false
  await readWhole(archive, 'xl/styles.xml', {
    open(tag) {
      const name = localName(tag.name)
      if (name === 'numFmt')
        codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '')
      if (name === 'cellXfs') isInCells = true
      if (name === 'xf' && isInCells) {
        const id = Number(attribute(tag, 'numFmtId') ?? '0')
        styles.push(styleOf(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return styles
}

/** The texts that cells refer to by number. */
export async function readSharedStrings(archive: Archive): Promise<SharedStrings> {
  const strings = createSharedStrings(archive.file)
  const name = 'xl/sharedStrings.xml'
  if (!archive.entries.has(name)) return strings
  let text = ''
  let isText = false
  let isPhonetic = false
  const handlers: Handlers = {
    open(tag) {
      const local = localName(tag.name)
      if (local === 'si') text = ''
      else if (local === 't') isText = true
      else if (local === 'rPh') isPhonetic = true
    },
    text(part) {
      if (isText && !isPhonetic) text += part
    },
    close(local) {
      if (local === 'si') strings.add(text)
      else if (local === 't') isText = false
      else if (local === 'rPh') isPhonetic = false
    },
  }
  for await (const _ of parsePart(archive, name, handlers)) {
    // only the handlers count
  }
  return strings
}
