export { reserve, setBackground, setCanvas, setCells, setRegion, setSources } from './scene';
export { displace } from './displace';
export { moveCells } from './move-cells';
export { moveMouth, setMotion } from './mouth-motion';
export { blendLayer } from './blend-layer';
export { enlargeColors, enlargeMotion, enlargeOpacity, setMap } from './enlarge-mouth';
export { halfPlanes } from './half-planes';
