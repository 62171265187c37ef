/** Where each pixel lies between the outer pixel centers, -1..1: `[height, width, 2]`, x and y. */
export function pixelGrid(height: number, width: number): Float32Array {
  const place = (index: number, count: number) => (2 * index) / (count - 1) - 1;
  return Float32Array.from({ length: height * width * 2 }, (_, index) => {
    const pixel = Math.floor(index / 2);
    return index % 2 === 0 ? place(pixel % width, width) : place(Math.floor(pixel / width), height);
  });
}
