/** Names and when two of them mean the same: without regard to case, except that a quoted name is exact. */

/** A name as it was written; an identifier of the syntax tree is one. */
export interface Name {
  readonly text: string
  readonly quoted: boolean
}

/** The form under which names are equal without regard to case. */
export function foldCase(text: string): string {
  return text.toLowerCase()
}

/** Whether a reference means what was declared under this text. */
export function refersTo(reference: Name, declared: string): boolean {
  return reference.quoted ? reference.text === declared : foldCase(reference.text) === foldCase(declared)
}

/** Whether two declared names could not be told apart: two quoted names are different when their texts are. */
export function clashes(first: Name, second: Name): boolean {
  if (first.quoted && second.quoted) return first.text === second.text
  return foldCase(first.text) === foldCase(second.text)
}
