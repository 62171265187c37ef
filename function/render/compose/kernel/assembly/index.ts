export { reserve, setBackground, setCanvas, setCells, setRegion, setSources } from './scene';
export { displace } from './displace';
export { moveCells } from './move-cells';
export { setMotion } from './mouth-motion';
export { moveMouth } from './move-mouth';
export { blendLayer } from './blend-layer';
export { enlargeColors, enlargeMotion, enlargeOpacity, setMap } from './enlarge-mouth';
export { halfPlanes } from './half-planes';
