"use strict";
// Arrays in row-major order as { shape, data }, and how they broadcast.
const Arrays = (() => {
  const size = shape => shape.reduce((n, extent) => n * extent, 1);

  function strides(shape) {
    const all = new Array(shape.length);
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      all[axis] = stride;
      stride *= shape[axis];
    }
    return all;
  }

  /** The strides of a shape in a wider one: 0 along axes that repeat. */
  function stridesIn(own, wide) {
    const all = strides(own);
    const gap = wide.length - own.length;
    return wide.map((extent, axis) =>
      axis < gap || own[axis - gap] === 1 && extent !== 1 ? 0 : all[axis - gap]);
  }

  /** For every element of a shape, in order, an offset plus its place times the strides. */
  function positions(shape, steps, offset) {
    const all = new Int32Array(size(shape));
    const place = shape.map(() => 0);
    let at = offset || 0;
    for (let i = 0; i < all.length; i++) {
      all[i] = at;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at += steps[axis];
        if (++place[axis] < shape[axis]) {
          break;
        }
        at -= shape[axis] * steps[axis];
        place[axis] = 0;
      }
    }
    return all;
  }

  const array = (shape, data) => ({ shape: shape, data: data || new Float64Array(size(shape)) });
  const same = (p, q) => p.length === q.length && p.every((extent, axis) => extent === q[axis]);

  function broadcast(p, q) {
    const rank = Math.max(p.length, q.length);
    const shape = [];
    for (let axis = 0; axis < rank; axis++) {
      const a = axis < rank - p.length ? 1 : p[axis - rank + p.length];
      const b = axis < rank - q.length ? 1 : q[axis - rank + q.length];
      shape.push(a === 1 ? b : a);
    }
    return shape;
  }

  function map(x, f) {
    const y = array(x.shape);
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = f(x.data[i]);
    }
    return y;
  }

  function expand(x, shape) {
    return same(x.shape, shape) ? x : take(x, positions(shape, stridesIn(x.shape, shape)), shape);
  }

  function zip(a, b, f) {
    const shape = broadcast(a.shape, b.shape);
    const p = expand(a, shape).data;
    const q = expand(b, shape).data;
    const y = array(shape);
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = f(p[i], q[i]);
    }
    return y;
  }

  /** The sum over what an expansion from the shape would repeat. */
  function sumTo(x, shape) {
    return same(x.shape, shape) ? x : put(x, positions(x.shape, stridesIn(shape, x.shape)), shape);
  }

  /** The elements at positions. */
  function take(x, from, shape) {
    const y = array(shape);
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = x.data[from[i]];
    }
    return y;
  }

  /** Zeros with every element added at its position. */
  function put(x, to, shape) {
    const y = array(shape);
    for (let i = 0; i < x.data.length; i++) {
      y.data[to[i]] += x.data[i];
    }
    return y;
  }

  return { size, strides, stridesIn, positions, array, same, broadcast, map, expand, zip, sumTo,
    take, put };
})();
