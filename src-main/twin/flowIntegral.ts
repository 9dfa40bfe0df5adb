import { Matrix } from 'ml-matrix';

/** ∫₀^t e^{Js}ds by its series on t/2ⁿ and doubling: F(2t) = F(t) + e^{Jt}·F(t), e^{Jt} = 1 + J·F(t). */
export function flowIntegral(slope: Matrix, time: number): Matrix {
  const size = slope.rows;
  const norm = Math.max(...slope.to2DArray().map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0))) * time;
  const doublings = Math.max(0, Math.ceil(Math.log2(Math.max(norm, 1e-12))) + 2);
  const short = time / 2 ** doublings;
  const eye = Matrix.eye(size);
  // Six terms with |J·t| ≤ 1/4: the next is 1/4⁶/7! ≈ 5e-8.
  let flow = eye.clone();
  for (let order = 6; order >= 1; order--) flow = Matrix.add(eye, slope.mmul(flow).mul(short / (order + 1)));
  flow.mul(short);
  for (let doubling = 0; doubling < doublings; doubling++) flow = Matrix.add(flow, Matrix.add(eye, slope.mmul(flow)).mmul(flow));
  return flow;
}
