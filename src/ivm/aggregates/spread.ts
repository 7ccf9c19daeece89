/** Which measure of spread an aggregate is. */
export interface Spread {
  /** Divided by one less than the count. */
  readonly sample: boolean
  /** The standard deviation, the root of the variance. */
  readonly root: boolean
}
