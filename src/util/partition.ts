/** The items for which the test holds, and the others, each in their order. */
export function partition<T>(items: readonly T[], test: (item: T) => boolean): [yes: T[], no: T[]] {
  return [items.filter(test), items.filter(item => !test(item))]
}
