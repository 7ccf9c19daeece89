/** Rows of views for `matview query`: from a server, or from the state on disk when nothing runs on it. */
import { existsSync } from 'node:fs'
import type { ViewInfo } from '../runtime/ports.ts'
import { checkState } from '../runtime/state-meta.ts'
import { openViewReader } from '../runtime/view-reader.ts'
import { pathOfKey } from '../server/example-url.ts'
import { ServiceFailure } from '../service/failure.ts'
import { inUse } from '../service/holder.ts'
import { linesOf } from '../service/lines.ts'
import { readStateFile, type StateDir } from '../service/state-dir.ts'
import { openLevelStore, StoreError, type LevelStore } from '../store/level-store.ts'
import { planOfText } from './compile-files.ts'
import { httpGet, textOf } from './http-get.ts'

export interface ViewClient {
  readonly views: readonly ViewInfo[]
  /** The row as JSON, or null when there is none. */
  row(view: ViewInfo, key: readonly string[]): Promise<string | null>
  rows(view: ViewInfo): AsyncIterable<string>
  close(): Promise<void>
}

/** Asks the server at `base`. */
export async function openHttpClient(base: string): Promise<ViewClient> {
  const get = async (path: string): Promise<Awaited<ReturnType<typeof httpGet>> | null> => {
    const answer = await httpGet(base, path)
    if (answer.statusCode === 200) return answer
    const problem = problemOf(await textOf(answer))
    if (problem.code === 'row-not-found') return null
    if (problem.code === 'invalid-key') throw new ServiceFailure('MV4009', 64, problem.detail)
    throw new ServiceFailure('MV4011', 69, `${base} answers ${answer.statusCode ?? '?'}: ${problem.detail}`)
  }
  const listed = await get('/views')
  const { views } = JSON.parse(listed === null ? '{"views":[]}' : await textOf(listed)) as {
    views: (ViewInfo & { rows: string })[]
  }
  return {
    views,
    async row(view, key) {
      const answer = await get(pathOfKey(view.endpoint ?? '', key))
      return answer === null ? null : textOf(answer)
    },
    async *rows(view) {
      const answer = await get(`/views/${encodeURIComponent(view.name)}/rows`)
      if (answer === null) return
      for await (const lines of linesOf(answer)) for (const { text } of lines) yield text ?? ''
    },
    close: () => Promise.resolve(),
  }
}

function problemOf(body: string): { code: string; detail: string } {
  try {
    const { code, detail } = JSON.parse(body) as { code?: string; detail?: string }
    return { code: code ?? '', detail: detail ?? 'no reason given' }
  } catch {
    return { code: '', detail: 'it does not seem to be matview' }
  }
}

/** Reads the last committed step from the state directory. Throws unless the state is of the plan beside it. */
export async function openStateClient(dir: StateDir): Promise<ViewClient> {
  const planText = readStateFile(dir.plan)
  if (planText === null || !existsSync(dir.state)) throw noState(dir)
  const plan = planOfText({ name: dir.plan, text: planText })
  const store = await openStore(dir)
  try {
    if (checkState(store, plan, null) === null) throw noState(dir)
  } catch (error) {
    await store.close()
    throw error
  }
  const reader = openViewReader(plan, store)
  return {
    views: reader.views,
    row(view, key) {
      const read = reader.get(view.name, key)
      if (read.kind === 'invalid') {
        throw new ServiceFailure('MV4009', 64, `\`${read.column}\` of \`${view.name}\`: ${read.reason}`)
      }
      return Promise.resolve(read.kind === 'row' ? read.json : null)
    },
    rows: view => reader.rows(view.name),
    close: () => store.close(),
  }
}

function noState({ root }: StateDir): ServiceFailure {
  return new ServiceFailure(
    'MV4005',
    78,
    `there is no state in \`${root}\``,
    'run the views first, or name the directory with `--state-dir` or the server with `--url`',
  )
}

async function openStore(dir: StateDir): Promise<LevelStore> {
  try {
    return await openLevelStore(dir.state)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'locked') throw await inUse(dir)
    throw error
  }
}
