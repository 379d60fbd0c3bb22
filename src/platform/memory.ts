import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How much may be allocated since the last collection before the next one is asked for. */
const GROWTH_BYTES = 64 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

let live = 0

/**
 * Keeps the memory of a long run small: on a large machine the engine lets garbage lie until hundreds of
 * megabytes have gathered. To be called between two steps; costs nothing until 64 MB have piled up, then
 * a pause of some tens of milliseconds.
 */
export function releaseMemory(): void {
  if (getHeapStatistics().used_heap_size < live + GROWTH_BYTES) return
  collect()
  live = getHeapStatistics().used_heap_size
}
