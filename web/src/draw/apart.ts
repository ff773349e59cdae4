// Moves nodes apart that lie on each other, those that are fixed excepted.
const stride = 10, sizeAt = 8, fixedAt = 9;
const gap = 9;

/** Works on ForceAtlas2's table of nodes, in place, for so many rounds at most. */
export function apart(nodes: Float32Array, rounds: number): void {
  const count = nodes.length / stride;
  let widest = 0;
  for (let i = 0; i < count; i++) widest = Math.max(widest, nodes[i * stride + sizeAt]!);
  const cell = 2 * widest + gap;
  for (let round = 0; round < rounds; round++) {
    const grid = new Map<number, number[]>();
    const at = (x: number, y: number) => Math.floor(x / cell) * 65_537 + Math.floor(y / cell);
    for (let i = 0; i < count; i++) {
      const key = at(nodes[i * stride]!, nodes[i * stride + 1]!);
      const list = grid.get(key);
      if (list) list.push(i);
      else grid.set(key, [i]);
    }
    let moved = false;
    for (let i = 0; i < count; i++) {
      const x = nodes[i * stride]!, y = nodes[i * stride + 1]!;
      for (let dx = -1; dx <= 1; dx++) {
        for (let dy = -1; dy <= 1; dy++) {
          for (const j of grid.get(at(x + dx * cell, y + dy * cell)) ?? []) {
            if (j > i && push(nodes, i * stride, j * stride, j)) moved = true;
          }
        }
      }
    }
    if (!moved) return;
  }
}

function push(n: Float32Array, i: number, j: number, turn: number): boolean {
  const free = (n[i + fixedAt] ? 0 : 1) + (n[j + fixedAt] ? 0 : 1);
  const least = n[i + sizeAt]! + n[j + sizeAt]! + gap;
  let dx = n[j]! - n[i]!, dy = n[j + 1]! - n[i + 1]!;
  let d = Math.hypot(dx, dy);
  if (d >= least || free === 0) return false;
  if (d < 0.01) {
    dx = Math.cos(turn);
    dy = Math.sin(turn);
    d = 1;
  }
  const by = (least - Math.min(d, least)) / free / d;
  if (!n[i + fixedAt]) {
    n[i]! -= dx * by;
    n[i + 1]! -= dy * by;
  }
  if (!n[j + fixedAt]) {
    n[j]! += dx * by;
    n[j + 1]! += dy * by;
  }
  return true;
}
