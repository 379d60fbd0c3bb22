/** Hands a text or a data URL to the browser as a file. */
export function download(fileName: string, content: string, type = 'text/csv;charset=utf-8'): void {
  const isDataUrl = content.startsWith('data:')
  const url = isDataUrl ? content : URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  if (!isDataUrl) URL.revokeObjectURL(url)
}
