/** What a broken disk does to a LevelDB database: its tables keep their size and end, and lose their blocks. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLevelStore } from '../../src/store/level-store.ts'

/** Overwrites the first four fifths of every table. What was only in the write-ahead log becomes a table first. */
export async function damageTables(directory: string): Promise<void> {
  await (await openLevelStore(directory)).close()
  const tables = readdirSync(directory).filter(name => name.endsWith('.ldb'))
  if (tables.length === 0) throw new Error(`${directory} has no tables`)
  for (const table of tables) {
    const bytes = readFileSync(join(directory, table))
    writeFileSync(join(directory, table), bytes.fill(0x5a, 0, Math.floor(bytes.length * 0.8)))
  }
}
