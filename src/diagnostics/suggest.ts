/** "did you mean …?": finds the name that was probably meant by a name that does not exist. */

/**
 * The candidate nearest to `wanted` without regard to case, or null if none is near enough to be a slip of the
 * keyboard: at most a third of the letters may differ. Among equally near ones the first wins.
 */
export function suggest(wanted: string, candidates: Iterable<string>): string | null {
  const letters = [...wanted.toLowerCase()]
  let best: string | null = null
  let limit = Math.max(1, Math.floor(letters.length / 3))
  for (const candidate of candidates) {
    const other = [...candidate.toLowerCase()]
    if (Math.abs(other.length - letters.length) > limit) continue
    const distance = editDistance(letters, other)
    if (distance > limit) continue
    best = candidate
    limit = distance - 1
  }
  return best
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): the number of insertions, deletions, replacements and swaps
 * of neighbours that turn one word into the other.
 */
function editDistance(from: readonly string[], to: readonly string[]): number {
  let twoBack: number[] = []
  let back = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = back[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)
      let distance = Math.min(replaced, back[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        distance = Math.min(distance, twoBack[j - 2]! + 1)
      }
      row.push(distance)
    }
    twoBack = back
    back = row
  }
  return back[to.length]!
}
