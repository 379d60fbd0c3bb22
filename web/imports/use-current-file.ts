import { one, useSearchState } from '../platform/url-state.ts'
import type { FileView, ImportView } from './import-shapes.ts'

/** The file that the address names, else the first. */
export function useCurrentFile(view: ImportView): [FileView | undefined, (file: FileView) => void] {
  const [search, change] = useSearchState()
  const wanted = one(search, 'file')
  const file = view.files.find(({ id }) => id === wanted) ?? view.files[0]
  return [file, (next) => change({ file: next.id, part: undefined })]
}
