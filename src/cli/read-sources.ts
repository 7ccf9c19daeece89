/** Reads `.view` files, telling what is wrong with a file as diagnostics. */
import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Source } from '../diagnostics/source.ts'

export interface ReadSources {
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads each file once, however often it is named. */
export function readSources(paths: readonly string[]): ReadSources {
  const sources: Source[] = []
  const diagnostics: Diagnostic[] = []
  for (const path of new Map(paths.map(path => [resolve(path), path])).values()) {
    const text = readText(path)
    if (typeof text === 'string') sources.push({ name: path, text })
    else diagnostics.push(text)
  }
  return { sources, diagnostics }
}

/** The text of a file, or why it cannot be read. */
export function readText(path: string): string | Diagnostic {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    return unreadable(path, (error as NodeJS.ErrnoException).code)
  }
  if (!isUtf8(bytes)) {
    return {
      code: 'MV1005',
      severity: 'error',
      message: `\`${path}\` is not UTF-8: byte ${firstBadByte(bytes) + 1} does not belong there`,
      help: 'save it as UTF-8 and try again',
    }
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

function unreadable(path: string, code: string | undefined): Diagnostic {
  const [reason, help] =
    code === 'ENOENT'
      ? ['is not there', 'check the spelling and the current folder']
      : code === 'EISDIR'
        ? ['is a folder', `name the files in it, such as \`${path.replace(/\/+$/, '')}/*.view\``]
        : code === 'EACCES'
          ? ['may not be read', 'check its permissions']
          : [`cannot be read (${code ?? 'no reason known'})`, 'check the path']
  return { code: 'MV1006', severity: 'error', message: `\`${path}\` ${reason}`, help }
}

/** Offset of the first byte that is not part of UTF-8 text: the longest valid start, found by halving. */
function firstBadByte(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  return bad - 1
}

/** Whether the bytes are UTF-8, apart from a last character that is cut off. */
function isUtf8Start(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
