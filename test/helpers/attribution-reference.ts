import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const SHARED = join(import.meta.dirname, '../../../shared')
const FOLDER = join(SHARED, 'reference/attribution')

/** Option of a test that needs the reference numbers: skipped, and said so, where they are not there. */
export const withReference = {
  skip: existsSync(FOLDER) ? false : 'needs ../shared/reference/attribution',
}

export const withPathFiles = {
  skip: existsSync(join(SHARED, 'data')) ? false : 'needs ../shared/data',
}

export const pathFile = (folder: string, name: string): string => join(SHARED, 'data', folder, name)

/** One of the expected files. */
export const expected = <Shape>(name: string): Shape =>
  JSON.parse(readFileSync(join(FOLDER, `expected-${name}.json`), 'utf8')) as Shape

export const referenceJson = <Shape>(folder: string): Shape =>
  JSON.parse(readFileSync(pathFile(folder, 'reference.json'), 'utf8')) as Shape

/** One of the packed inputs, unpacked. */
export const referenceFile = (name: string): Buffer =>
  gunzipSync(readFileSync(join(FOLDER, `${name}.csv.gz`)))

export type Row = {
  readonly path: string
  readonly total_conversions: number
  readonly total_conversion_value: number
  readonly total_null: number
}

/** Rows of PathData, the packed input; its cells are never quoted. */
export function pathData(): Row[] {
  const lines = referenceFile('PathData').toString().trim().split('\n').slice(1)
  return lines.map((line) => {
    const [path = '', conversions, value, nulls] = line.split(',')
    return {
      path,
      total_conversions: Number(conversions),
      total_conversion_value: Number(value),
      total_null: Number(nulls),
    }
  })
}

/** Conversions and value of a channel, as the expected files have them. */
export type Credit = { readonly conversions: number; readonly value: number }
export type Credits = Readonly<Record<string, Credit>>

/** Equal up to a relative error; numbers near 0 up to the same error of `scale`. */
export function assertClose(
  actual: number,
  wanted: number,
  tolerance: number,
  what: string,
  scale = 0,
): void {
  const allowed = tolerance * Math.max(Math.abs(wanted), scale)
  assert(
    Math.abs(actual - wanted) <= allowed,
    `${what}: ${actual} instead of ${wanted} (relative ${Math.abs(actual / wanted - 1)})`,
  )
}
