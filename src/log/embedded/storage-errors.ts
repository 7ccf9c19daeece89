/** Failures of LevelDB as LogErrors that say what to do. */
import { LogError } from '../../runtime/ports.ts'

/** The LogError for a failure of the database or file system in `directory`; any other error passes as it is. */
export function storageError(error: unknown, directory: string): unknown {
  if (codeOf(error) === undefined || error instanceof LogError) return error
  const root = rootCause(error)
  const text = root instanceof Error ? root.message : String(root)
  const code = codeOf(root)
  if (code === 'LEVEL_LOCKED') {
    return new LogError('locked', `the log in \`${directory}\` is in use by another process`, {
      cause: error,
    })
  }
  if (/no space left|disk quota|file too large/i.test(text)) {
    return new LogError('storage-full', `the disk that holds the log in \`${directory}\` is full`, {
      cause: error,
    })
  }
  if (/read-only file system|permission denied|EACCES|EROFS|EPERM/i.test(text)) {
    return new LogError('other', `the log in \`${directory}\` cannot be written: ${reason(text)}`, {
      cause: error,
    })
  }
  if (code === 'LEVEL_CORRUPTION' || /corrupt|bad record|checksum|missing files/i.test(text)) {
    return new LogError('corrupt', `the log in \`${directory}\` is damaged: ${reason(text)}`, {
      cause: error,
    })
  }
  return new LogError('other', `the log in \`${directory}\` failed: ${reason(text)}`, { cause: error })
}

function rootCause(error: unknown): unknown {
  let root = error
  while (root instanceof Error && root.cause !== undefined) root = root.cause
  return root
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** What the system said, without LevelDB's prefix. */
function reason(text: string): string {
  return text.replace(/^(IO error|Corruption|Invalid argument): /, '')
}
