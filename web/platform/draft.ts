/** Unsaved text, kept for this browser tab: it survives a reload and a forgotten session. */
const key = (name: string) => `regelkreis.draft.${name}`

/** The draft of that name, or null. A draft that cannot be read is dropped. */
export function readDraft<T>(name: string): T | null {
  try {
    const text = sessionStorage.getItem(key(name))
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

/** Keeps a draft; a full storage is no reason to disturb typing. */
export function writeDraft(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(key(name), JSON.stringify(value))
  } catch {
    // without storage the form still works, only the reload loses it
  }
}

export function dropDraft(name: string): void {
  sessionStorage.removeItem(key(name))
}
