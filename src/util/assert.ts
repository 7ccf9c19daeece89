/**
 * Checks for what must hold if matview itself is right. A failure here is a bug in matview (exit code 70), never a
 * mistake in a view (that is a Diagnostic) or in the data (that is a DataError).
 */

/** Thrown when matview itself is wrong. */
export class InternalError extends Error {
  override readonly name = 'InternalError'
}

/** Throws an {@link InternalError} unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message)
}

/** Returns `value`, which must be there. */
export function must<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new InternalError(message)
  return value
}

/** Marks a place that the type checker proves unreachable. */
export function unreachable(value: never): never {
  throw new InternalError(`unreachable: ${JSON.stringify(value)}`)
}
