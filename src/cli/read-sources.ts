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
  return decodeText(path, bytes)
}

/** The text that bytes are, without a byte order mark, or why they are none. */
export function decodeText(path: string, bytes: Buffer): string | Diagnostic {
  if (!isUtf8(bytes)) {
    return {
      code: 'MV1005',
      severity: 'error',
      message: `\`${path}\` is not UTF-8: line ${badLine(bytes)} has bytes that are no text`,
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

/** The first line that is not UTF-8, from 1. */
function badLine(bytes: Buffer): number {
  let line = 1
  let start = 0
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', start)) {
    if (!isUtf8(bytes.subarray(start, end))) break
    line++
    start = end + 1
  }
  return line
}
