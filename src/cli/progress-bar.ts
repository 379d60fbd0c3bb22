import type { CommandContext } from './command.ts'

const BAR_WIDTH = 30

export type ProgressBar = {
  /** `note` stands behind the bar: the file or table in work. */
  readonly show: (done: number, total: number, note?: string) => void
  /** Takes the bar away. */
  readonly end: () => void
}

/** A bar on standard error while a person watches. */
export function progressBar(
  { isTerminal }: Pick<CommandContext, 'isTerminal'>,
  label: string,
): ProgressBar {
  const write = (line: string) => {
    if (isTerminal) process.stderr.write(`\r\u001b[K${line}`)
  }
  return {
    show: (done, total, note = '') => {
      const share = total === 0 ? 1 : Math.min(1, done / total)
      const full = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░')
      write(`${label} ${full} ${Math.floor(share * 100)} % ${note}`)
    },
    end: () => write(''),
  }
}
