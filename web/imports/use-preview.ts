import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { importApi, importKeys } from './import-api.ts'
import type { FileView, ImportView } from './import-shapes.ts'

/** The preview of a file under its saved mapping: fetched anew whenever that changes. */
function previewOptions(view: ImportView, file: FileView) {
  const version = JSON.stringify([file.mappings, file.detection?.format])
  return {
    queryKey: importKeys.preview(view.id, file.id, version),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      importApi.preview(view.id, file.id, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  }
}

export const usePreview = (view: ImportView, file: FileView) =>
  useQuery({ ...previewOptions(view, file), placeholderData: keepPreviousData })

/**
 * The view with what the server found wrong with each mapping: it says so with the preview, not with
 * the view itself.
 */
export function useViewWithProblems(view: ImportView): ImportView {
  const files = view.files.filter(
    ({ included, error, mappings }) => included && error === null && mappings.length > 0,
  )
  const previews = useQueries({ queries: files.map((file) => previewOptions(view, file)) })
  return {
    ...view,
    files: view.files.map((file) => {
      const found = previews[files.indexOf(file)]?.data?.mappingProblems ?? []
      return found.length === 0 ? file : { ...file, mappingProblems: found }
    }),
  }
}
