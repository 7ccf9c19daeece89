/** Wakes fetches that wait for records as soon as something is appended through the same instance. */
export class AppendSignal {
  readonly #waiting = new Set<() => void>()

  /** Wakes all that wait now. */
  notify(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next `notify`, when `signal` aborts, or after `milliseconds`. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise(resolve => {
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      signal?.addEventListener('abort', wake)
      this.#waiting.add(wake)
    })
  }
}
