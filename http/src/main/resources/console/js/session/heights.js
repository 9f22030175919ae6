/** Heights of rows and their sums, as a Fenwick tree: each question and each change costs log n. */
export class Heights {
  #height;
  #sums;

  /** How many rows. */
  count;

  constructor(count, each) {
    this.count = count;
    this.#height = new Float64Array(count).fill(each);
    this.#build();
  }

  /** Adds rows at the end. */
  grow(count, each) {
    const longer = new Float64Array(count).fill(each);
    longer.set(this.#height);
    this.#height = longer;
    this.count = count;
    this.#build();
  }

  #build() {
    this.#sums = new Float64Array(this.count + 1);
    for (let i = 1; i <= this.count; i++) {
      this.#sums[i] += this.#height[i - 1];
      const next = i + (i & -i);
      if (next <= this.count) {
        this.#sums[next] += this.#sums[i];
      }
    }
  }

  of(row) {
    return this.#height[row];
  }

  set(row, height) {
    const more = height - this.#height[row];
    this.#height[row] = height;
    for (let i = row + 1; i <= this.count; i += i & -i) {
      this.#sums[i] += more;
    }
  }

  /** Where a row begins. */
  top(row) {
    let sum = 0;
    for (let i = row; i > 0; i -= i & -i) {
      sum += this.#sums[i];
    }
    return sum;
  }

  get total() {
    return this.top(this.count);
  }

  /** The row at a distance from the beginning. */
  at(distance) {
    let row = 0;
    let left = distance;
    for (let step = 2 ** Math.floor(Math.log2(this.count || 1)); step > 0; step >>= 1) {
      if (row + step <= this.count && this.#sums[row + step] <= left) {
        row += step;
        left -= this.#sums[row];
      }
    }
    return Math.min(row, Math.max(0, this.count - 1));
  }
}
