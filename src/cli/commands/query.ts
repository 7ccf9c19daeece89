/** `matview query`: one row by key, or all rows of a view, as NDJSON. */
import { setTimeout as sleep } from 'node:timers/promises'
import { suggest } from '../../diagnostics/suggest.ts'
import type { ViewInfo } from '../../runtime/ports.ts'
import { ServiceFailure } from '../../service/failure.ts'
import { LOOK_EVERY_MS, readHolder, START_MS, type Holder } from '../../service/holder.ts'
import { stateDir } from '../../service/state-dir.ts'
import type { AddCommand } from '../command.ts'
import { EXIT_OK } from '../exit-codes.ts'
import { stateDirOption, urlOption } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { openHttpClient, openStateClient, type ViewClient } from '../view-client.ts'

interface QueryOptions {
  readonly url?: string
  readonly stateDir: string
}

export const addQuery: AddCommand = (program, { terminal, exit }) => {
  program
    .command('query')
    .description('print rows of a view: all of them, or the one with this key')
    .argument('<view>')
    .argument('[key...]', 'the value of each key column')
    .addOption(urlOption())
    .addOption(stateDirOption())
    .action(async (view: string, key: string[], options: QueryOptions) => {
      const client = await openClient(options)
      try {
        await query(client, view, key, terminal)
      } finally {
        await client.close()
      }
      exit(EXIT_OK)
    })
}

/** The named server, else the one that runs on the state directory, else the state itself. */
async function openClient({ url, stateDir: root }: QueryOptions): Promise<ViewClient> {
  if (url !== undefined) return openHttpClient(url)
  const dir = stateDir(root)
  const deadline = performance.now() + START_MS
  for (;;) {
    const holder = readHolder(dir)
    if (holder !== null && holder.url !== null) return openHttpClient(holder.url)
    try {
      return await openStateClient(dir)
    } catch (error) {
      if (performance.now() >= deadline || !maySoonServe(error, holder)) throw error
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** Whether the state cannot be read because a process has just begun with it, which will serve it. */
function maySoonServe(error: unknown, holder: Holder | null): boolean {
  if (!(error instanceof ServiceFailure)) return false
  return error.code === 'MV4003' || (error.code === 'MV4005' && holder !== null)
}

async function query(
  client: ViewClient,
  name: string,
  key: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const view = findView(client.views, name)
  if (key.length === 0) {
    for await (const row of client.rows(view)) {
      if (terminal.io.signal.aborted || terminal.io.stdout.destroyed) return
      await terminal.data(`${row}\n`)
    }
    return
  }
  checkKey(view, key)
  const row = await client.row(view, key)
  if (row === null) throw new ServiceFailure('MV4010', 1, `\`${view.name}\` has no row with this key`)
  await terminal.data(`${row}\n`)
}

function findView(views: readonly ViewInfo[], name: string): ViewInfo {
  const view = views.find(view => view.name.toLowerCase() === name.toLowerCase())
  if (view !== undefined) return view
  const names = views.map(({ name }) => name)
  const near = suggest(name, names)
  const help =
    near === null
      ? `the views are ${names.map(name => `\`${name}\``).join(', ')}`
      : `did you mean \`${near}\`?`
  throw new ServiceFailure('MV4008', 64, `there is no view \`${name}\``, help)
}

function checkKey({ name, key }: ViewInfo, given: readonly string[]): void {
  if (key === null) {
    throw new ServiceFailure(
      'MV4009',
      64,
      `\`${name}\` has no key`,
      `\`matview query ${name}\` prints all its rows`,
    )
  }
  if (given.length !== key.length) {
    const columns = key.map(column => `\`${column}\``).join(', ')
    const what = key.length === 1 ? 'one value' : `${key.length} values`
    throw new ServiceFailure(
      'MV4009',
      64,
      `the key of \`${name}\` is ${what} (${columns}), not ${given.length}`,
    )
  }
}
