import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLevelStore } from '../../../src/store/level-store.ts'
import { damageTables } from '../../support/damage-tables.ts'

let root: string
let directory: string
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'matview-test-'))
  directory = join(root, 'state')
  const store = await openLevelStore(directory)
  await store.write(new Map(Array.from({ length: 1000 }, (_, n) => [`k${n}`, `value ${n} of it`])))
  await store.close()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const corrupt = {
  name: 'StoreError',
  code: 'corrupt',
  message: expect.stringContaining('is damaged: ') as string,
}

test('every kind of read of a damaged table says that the state is damaged', async () => {
  await damageTables(directory)
  const store = await openLevelStore(directory)
  const all = { gte: 'k', lt: 'l' }
  try {
    expect(() => store.get('k7')).toThrow(expect.objectContaining(corrupt) as Error)
    await expect(store.range(all)).rejects.toMatchObject(corrupt)
    await expect(store.entries(all).next()).rejects.toMatchObject(corrupt)
  } finally {
    await store.close()
  }
})

test('so does a file that is gone', async () => {
  await (await openLevelStore(directory)).close()
  for (const table of readdirSync(directory).filter(name => name.endsWith('.ldb')))
    rmSync(join(directory, table))
  await expect(openLevelStore(directory)).rejects.toMatchObject(corrupt)
  writeFileSync(join(directory, 'CURRENT'), 'MANIFEST-999999\n')
  await expect(openLevelStore(directory)).rejects.toMatchObject(corrupt)
})
