/** Whether the views may be read: only once they have caught up with the ends seen at start, and while the engine runs. */
import type { EngineStatus } from '../runtime/ports.ts'
import type { Problem } from './problem.ts'

export interface Progress {
  /** Records read since the state was made. */
  readonly records: number
  /** Records of the sources not read yet, as far as their ends are known. */
  readonly remaining: number
}

export function progressOf(status: EngineStatus): Progress {
  let remaining = 0
  for (const source of status.sources) {
    for (const { position, end } of source.partitions) remaining += Math.max(0, end - position)
  }
  return { records: status.records, remaining }
}

/** Why the views cannot be read now, or null when they can. */
export function notReady(status: EngineStatus): Problem | null {
  switch (status.phase) {
    case 'ready':
      return null
    case 'failed':
      return {
        code: 'engine-failed',
        detail: `the engine stopped (${status.error?.code ?? 'no reason known'}); /readyz says why`,
        more: { reason: status.error?.code ?? null },
      }
    case 'stopped':
      return { code: 'stopping', detail: 'the server is stopping' }
    case 'starting':
    case 'catching-up':
      return { code: 'not-ready', detail: `the views are ${describe(status)}; try again in a second` }
  }
}

function describe(status: EngineStatus): string {
  if (status.waiting !== undefined) return `waiting: ${status.waiting}`
  if (status.phase === 'starting') return 'starting'
  const { records, remaining } = progressOf(status)
  return `catching up: ${records} records read, ${remaining} to go`
}
