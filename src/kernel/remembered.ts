/**
 * A function whose answers are remembered by its text: up to `max` of them, then it begins anew. For pure functions that
 * are asked the same few things again and again; long texts are not kept, so that nobody can fill the memory with them.
 */
export function remembered<Answer>(
  max: number,
  answer: (text: string) => Answer,
): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return (text) => {
    if (text.length > LONGEST) return answer(text)
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found as Answer
    const made = answer(text)
    if (known.size >= max) known.clear()
    known.set(text, made)
    return made
  }
}

const LONGEST = 500
